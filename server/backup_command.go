package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/backup"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/postgres"
)

// errNotEmbedded: a database that somebody runs for us is theirs to back up.
var errNotEmbedded = errors.New("DATABASE_URL is set: back that server up by the means of whoever runs it; these commands are for the embedded database")

// backup makes, lists, checks and brings back copies of the embedded database.
func (p *program) backup(ctx context.Context, args []string) error {
	acts := map[string]func(ctx context.Context, c Config, args []string) error{
		"now": p.backupNow, "list": p.backupList, "verify": p.backupVerify, "restore": p.backupRestore,
	}
	if len(args) == 0 || acts[args[0]] == nil {
		return fmt.Errorf("backup: say `now`, `list`, `verify` or `restore`; %w", errUsage)
	}
	c, err := p.config()
	if err != nil {
		return err
	}
	if c.DatabaseURL != "" {
		return errNotEmbedded
	}
	return acts[args[0]](ctx, c, args[1:])
}

func (p *program) backupNow(ctx context.Context, c Config, args []string) error {
	if err := p.flags("backup now", args, nil); err != nil {
		return err
	}
	d, err := joinDatabase(ctx, c, newLog(c, p.err), p.tell)
	if err != nil {
		return err
	}
	p.tell("Copying the database and new pictures …")
	i, err := takeBackup(ctx, c, d)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(p.out, "%s  %s in %s\n", i.ID, bytesOf(i.Bytes), filepath.Join(backupDir(c), i.ID))
	return nil
}

func (p *program) backupList(_ context.Context, c Config, args []string) error {
	if err := p.flags("backup list", args, nil); err != nil {
		return err
	}
	list, err := backup.List(backupDir(c))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		_, _ = fmt.Fprintf(p.out, "There is no backup in %s.\n", backupDir(c))
	}
	for _, i := range list {
		_, _ = fmt.Fprintf(p.out, "%s  PostgreSQL %d  %s\n", i.ID, i.Major, bytesOf(i.Bytes))
	}
	return nil
}

// backupVerify proves a backup: its sum is right, and shops come back from it in a place of their own.
func (p *program) backupVerify(ctx context.Context, c Config, args []string) error {
	if err := p.flags("backup verify", args, nil); err != nil {
		return err
	}
	i, err := backup.Choose(backupDir(c), time.Time{})
	if err != nil {
		return err
	}
	if err := backup.Check(backupDir(c), i); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "dokon-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	p.tell("Bringing it back in a place of its own …")
	found, err := p.bringBack(ctx, c, i, backup.Target{
		StateDir: scratch, Media: filepath.Join(scratch, mediaDir), Keys: filepath.Join(scratch, keysFile),
	}, time.Time{})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(p.out, "%s is whole: %s.\n", i.ID, found)
	return nil
}

func (p *program) backupRestore(ctx context.Context, c Config, args []string) error {
	var at string
	err := p.flags("backup restore", args, func(f *flag.FlagSet) {
		f.StringVar(&at, "at", "", "moment to go back to, such as 2026-11-22T15:04:05+05:00; the latest there is when left out")
	})
	if err != nil {
		return err
	}
	var moment time.Time
	if at != "" {
		if moment, err = time.Parse(time.RFC3339, at); err != nil {
			return fmt.Errorf("backup restore: --at is a moment such as 2026-11-22T15:04:05+05:00; %w", errUsage)
		}
		if !backup.HasLog(backupDir(c)) {
			return fmt.Errorf("%s holds no log, which is kept while DOKON_BACKUP_DIR is set; without --at a backup itself can be restored", backupDir(c))
		}
	}
	i, err := backup.Choose(backupDir(c), moment)
	if err != nil {
		return err
	}
	if err := backup.Check(backupDir(c), i); err != nil {
		return err
	}
	p.tell("Bringing back " + i.ID + " …")
	found, err := p.bringBack(ctx, c, i, backup.Target{
		StateDir: c.StateDir, Media: filepath.Join(c.StateDir, mediaDir), Keys: filepath.Join(c.StateDir, keysFile),
	}, moment)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(p.out, "Restored into %s: %s. Start the server as always.\n", c.StateDir, found)
	return nil
}

// bringBack unpacks a backup, lets the database replay its log, and tells what is in it.
func (p *program) bringBack(ctx context.Context, c Config, i *backup.Info, into backup.Target, moment time.Time) (found string, err error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	replay := backup.HasLog(backupDir(c))
	if err := backup.Unpack(ctx, backupDir(c), i, into, replay); err != nil {
		return "", err
	}
	settings := map[string]string{}
	if replay {
		settings = backup.Replaying(program, backupDir(c), moment)
	}
	server, err := postgres.Start(ctx, postgres.Config{
		StateDir: into.StateDir, BinDir: c.PostgresBin, Settings: settings, Log: newLog(c, p.err), Progress: p.tell,
	})
	if err != nil {
		return "", fmt.Errorf("%w; is the moment after the end of the log?", err)
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	conn, err := pgx.Connect(ctx, server.URL(postgres.Owner))
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var stores, products, orders int
	err = conn.QueryRow(ctx, `select (select count(*) from stores), (select count(*) from products), (select count(*) from orders)`).
		Scan(&stores, &products, &orders)
	return fmt.Sprintf("%d stores, %d products, %d orders", stores, products, orders), err
}

// walPush and walPull are called by the database; see backup.Archiving and backup.Replaying.
func (p *program) walPush(_ context.Context, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("wal-push: the database calls it with a segment and where to keep it; %w", errUsage)
	}
	return backup.Push(args[0], args[1])
}

func (p *program) walPull(_ context.Context, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("wal-pull: the database calls it with a kept segment and where to put it; %w", errUsage)
	}
	return backup.Pull(args[0], args[1])
}

// backupDir is the directory of the settings, else one beside the data, which helps against mistakes but not against a
// lost disk.
func backupDir(c Config) string {
	dir := c.BackupDir
	if dir == "" {
		dir = filepath.Join(c.StateDir, "backups")
	}
	if whole, err := filepath.Abs(dir); err == nil {
		return whole
	}
	return dir
}

func takeBackup(ctx context.Context, c Config, d *database) (*backup.Info, error) {
	return backup.Take(ctx, backupDir(c), backup.Source{
		URL: d.MigrateURL, Media: filepath.Join(c.StateDir, mediaDir), Keys: filepath.Join(c.StateDir, keysFile),
	}, time.Now())
}

func bytesOf(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// nightly is how old the newest backup may be before the server makes another.
const nightly = 24 * time.Hour

// backupArgs is the job that keeps backups coming where a directory for them is set.
type backupArgs struct{}

// Kind implements river.JobArgs.
func (backupArgs) Kind() string { return "backup" }

// backUpDaily lets the job make a backup a day.
func backUpDaily(workers *river.Workers, c Config, d *database) []*river.PeriodicJob {
	if c.BackupDir == "" || d.embedded == nil {
		return nil
	}
	job.Work(workers, func(ctx context.Context, _ backupArgs) error {
		now := time.Now()
		list, err := backup.List(backupDir(c))
		if err != nil {
			return err
		}
		if len(list) > 0 && now.Sub(list[0].Started) < nightly {
			return nil
		}
		if _, err := takeBackup(ctx, c, d); err != nil {
			return err
		}
		return backup.Prune(backupDir(c), c.KeepBackups, now)
	})
	return []*river.PeriodicJob{job.Every(time.Hour, backupArgs{})}
}
