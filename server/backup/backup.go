// Package backup keeps copies of the embedded database, and the log between them, in a directory that should lie on another
// disk: from a copy and the log the shops come back as they were at any moment. It knows files and PostgreSQL, and no noun.
//
//	<dir>/<id>/base.tar.gz   a copy of the cluster
//	<dir>/<id>/backup.json   written last: without it the copy is not whole
//	<dir>/<id>/secret-keys   what the bots' tokens are sealed with
//	<dir>/media/             pictures, each once; their names say what is in them
//	<dir>/wal/               the log, segment by segment, while the server runs with a backup directory
package backup

import (
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Info tells of one backup.
type Info struct {
	ID       string    `json:"id"` // when it began: 20261122T101500Z
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	Major    int       `json:"major"` // of PostgreSQL
	From     string    `json:"from"`  // position in the log
	To       string    `json:"to"`
	Bytes    int64     `json:"bytes"` // of the archive
	SHA256   string    `json:"sha256"`
}

const (
	archiveName = "base.tar.gz"
	infoName    = "backup.json"
	keysName    = "secret-keys"
	mediaName   = "media"
	walName     = "wal"
	idLayout    = "20060102T150405Z"
)

// Source is what is backed up.
type Source struct {
	URL   string // of the cluster, for its owner
	Media string // directory of pictures; need not exist
	Keys  string // file with secret keys; need not exist
}

// Take makes a backup in dir.
func Take(ctx context.Context, dir string, s Source, now time.Time) (*Info, error) {
	info := &Info{ID: now.UTC().Format(idLayout), Started: now.UTC()}
	place := filepath.Join(dir, info.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if err := os.Mkdir(place, 0o700); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	err := func() error {
		var err error
		if info.Major, err = major(ctx, s.URL); err != nil {
			return err
		}
		if err := info.copyCluster(ctx, s.URL, filepath.Join(place, archiveName)); err != nil {
			return fmt.Errorf("copy the database: %w", err)
		}
		if err := copyFile(s.Keys, filepath.Join(place, keysName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("copy the secret keys: %w", err)
		}
		// Pictures come after the rows that name them: one too many is no harm, one too few is.
		if err := copyMissing(ctx, s.Media, filepath.Join(dir, mediaName)); err != nil {
			return fmt.Errorf("copy pictures: %w", err)
		}
		info.Finished = time.Now().UTC()
		text, err := json.MarshalIndent(info, "", "  ")
		if err != nil {
			return err
		}
		return writeWhole(filepath.Join(place, infoName), func(w io.Writer) error { _, err := w.Write(text); return err })
	}()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("backup: %w", err), os.RemoveAll(place))
	}
	return info, nil
}

func major(ctx context.Context, clusterURL string) (int, error) {
	conn, err := pgx.Connect(ctx, clusterURL)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var n int
	err = conn.QueryRow(ctx, "select current_setting('server_version_num')::int / 10000").Scan(&n)
	return n, err
}

func (i *Info) copyCluster(ctx context.Context, clusterURL, path string) error {
	sum, size := sha256.New(), new(counter)
	err := writeWhole(path, func(w io.Writer) error {
		zip, err := gzip.NewWriterLevel(io.MultiWriter(w, sum, size), gzip.BestSpeed)
		if err != nil {
			return err
		}
		if i.From, i.To, err = stream(ctx, clusterURL, "dokon "+i.ID, zip); err != nil {
			return err
		}
		return zip.Close()
	})
	i.Bytes, i.SHA256 = size.n, hex.EncodeToString(sum.Sum(nil))
	return err
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// List gives the whole backups in dir, newest first. A directory that does not exist holds none.
func List(dir string) ([]*Info, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", infoName))
	if err != nil {
		return nil, err
	}
	var list []*Info
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		i := new(Info)
		if err := json.Unmarshal(text, i); err != nil || i.ID != filepath.Base(filepath.Dir(file)) {
			return nil, fmt.Errorf("%s tells of no backup: %w", file, err)
		}
		list = append(list, i)
	}
	slices.SortFunc(list, func(a, b *Info) int { return cmp.Compare(b.ID, a.ID) })
	return list, nil
}

// Choose gives the backup from which a moment can be reached: the newest that was finished by then, or, for the zero time,
// the newest of all.
func Choose(dir string, at time.Time) (*Info, error) {
	list, err := List(dir)
	if err != nil {
		return nil, err
	}
	for _, i := range list {
		if at.IsZero() || !i.Finished.After(at) {
			return i, nil
		}
	}
	if at.IsZero() {
		return nil, fmt.Errorf("there is no backup in %s", dir)
	}
	return nil, fmt.Errorf("no backup in %s was finished by %s", dir, at.Format(time.RFC3339))
}

// Check reads a backup through and compares it with what was written.
func Check(dir string, i *Info) error {
	f, err := os.Open(filepath.Join(dir, i.ID, archiveName))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	if err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); n != i.Bytes || got != i.SHA256 {
		return fmt.Errorf("backup %s is damaged: %d bytes with the sum %s, written were %d with %s", i.ID, n, got, i.Bytes, i.SHA256)
	}
	return nil
}

// Prune deletes backups that are older than keep, the newest one never, copies that were not finished, and the segments of
// the log that no backup that stays can need.
func Prune(dir string, keep time.Duration, now time.Time) error {
	list, err := List(dir)
	if err != nil || len(list) == 0 {
		return err
	}
	oldest := list[0]
	for _, i := range list[1:] {
		if now.Sub(i.Started) <= keep {
			oldest = i
			continue
		}
		// The note goes first, so that half a backup never passes for one.
		if err := os.Remove(filepath.Join(dir, i.ID, infoName)); err != nil {
			return err
		}
		if err := os.RemoveAll(filepath.Join(dir, i.ID)); err != nil {
			return err
		}
	}
	if err := removeUnfinished(dir, now); err != nil {
		return err
	}
	return pruneLog(filepath.Join(dir, walName), oldest.From)
}

func removeUnfinished(dir string, now time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		began, err := time.Parse(idLayout, e.Name())
		if err != nil || now.Sub(began) < 24*time.Hour { // one may be on its way
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, e.Name(), infoName)); errors.Is(err, fs.ErrNotExist) {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// segmentBytes is the size of a segment of the log; clusters are made with the size that PostgreSQL has by itself.
const segmentBytes = 16 << 20

// pruneLog deletes segments before a position such as 0/3000028. A segment is named by eight digits of its timeline and
// sixteen of its place; the place alone counts.
func pruneLog(dir, from string) error {
	high, low, ok := strings.Cut(from, "/")
	h, err1 := strconv.ParseUint(high, 16, 32)
	l, err2 := strconv.ParseUint(low, 16, 32)
	if !ok || err1 != nil || err2 != nil {
		return fmt.Errorf("%q is no position in the log", from)
	}
	first := fmt.Sprintf("%08X%08X", h, l/segmentBytes)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".gz")
		if len(name) == 24 && name[8:] < first {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
