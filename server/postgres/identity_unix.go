//go:build unix

package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// chooseIdentity answers as whom and with which binaries the server can run on data below dir.
func chooseIdentity(ctx context.Context, cfg Config, bin binaries, dir string) (identity, binaries, error) {
	if os.Geteuid() != 0 {
		return identity{name: "this user", uid: -1, gid: -1, confine: func(cmd *exec.Cmd, onDeath syscall.Signal) {
			cmd.SysProcAttr = attributes(onDeath)
		}}, bin, nil
	}
	namespace := errors.New("not tried")
	if cfg.asRoot != rootDrop {
		id := namespaced()
		if err := os.Chown(dir, id.uid, id.gid); err != nil {
			return id, bin, err
		}
		if namespace = id.probe(ctx, bin, dir); namespace == nil {
			return id, bin, nil
		}
	}
	id, bin, err := dropped(ctx, cfg, bin, dir)
	if err != nil {
		return id, bin, fmt.Errorf("PostgreSQL refuses to run as root, and it cannot be run as somebody else: a user namespace: %w; "+
			"another user: %w. Run this program as an ordinary user, or set DATABASE_URL to a running server", namespace, err)
	}
	return id, bin, nil
}

// attributes puts the process into a group of its own, so that Ctrl-C in the terminal reaches us alone and we stop it in order.
func attributes(onDeath syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(attr, onDeath)
	return attr
}

// unprivileged is a user with an entry in the password file: PostgreSQL looks its own name up.
func unprivileged(names ...string) (name string, uid, gid int, err error) {
	for _, name := range names {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(found.Uid)
		gid, _ := strconv.Atoi(found.Gid)
		if uid != 0 {
			return name, uid, gid, nil
		}
	}
	return "", 0, 0, fmt.Errorf("there is no user %s", strings.Join(names, " or "))
}

// dropped runs the server as another user of the system, who must be able to reach the binaries, so they are copied beside the data
// where needed, and the data.
func dropped(ctx context.Context, cfg Config, bin binaries, dir string) (identity, binaries, error) {
	name, uid, gid, err := unprivileged("postgres", "nobody", "daemon")
	if err != nil {
		return identity{}, bin, err
	}
	id := identity{name: name, uid: uid, gid: gid, confine: func(cmd *exec.Cmd, onDeath syscall.Signal) {
		cmd.SysProcAttr = attributes(onDeath)
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}}
	for _, path := range []string{cfg.StateDir, filepath.Dir(dir)} {
		if err := os.Chmod(path, 0o711); err != nil {
			return id, bin, err
		}
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		return id, bin, err
	}
	if err := id.probe(ctx, bin, "/"); err != nil {
		if bin, err = copyBinaries(bin, dir); err != nil {
			return id, bin, fmt.Errorf("copy the binaries for user %s: %w", name, err)
		}
	}
	if err := id.probe(ctx, bin, dir); err != nil {
		return id, bin, fmt.Errorf("user %s cannot run PostgreSQL in %s: %w; set DOKON_STATE_DIR to a directory which that user can reach, "+
			"such as /var/lib/dokon", name, dir, err)
	}
	return id, bin, nil
}

// probe runs postgres once as the identity, in dir.
func (id identity) probe(ctx context.Context, bin binaries, dir string) error {
	cmd := versionCommand(ctx, bin)
	cmd.Dir = dir
	id.confine(cmd, 0)
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.Join(err, errors.New(strings.TrimSpace(string(out))))
	}
	return nil
}

// copyBinaries copies a self-contained installation, which the npm package is, into dir, once for each version of it.
func copyBinaries(bin binaries, dir string) (binaries, error) {
	native := filepath.Dir(bin.dir)
	if _, err := os.Stat(filepath.Join(native, "pg-symlinks.json")); err != nil {
		return bin, fmt.Errorf("%s is closed to other users", bin.dir)
	}
	info, err := os.Stat(bin.path("postgres"))
	if err != nil {
		return bin, err
	}
	target := filepath.Join(dir, fmt.Sprintf("binaries-%s-%d", bin.version, info.ModTime().Unix()))
	bin.dir = filepath.Join(target, filepath.Base(bin.dir))
	if _, err := os.Stat(target); err == nil {
		return bin, nil
	}
	unfinished := target + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return bin, err
	}
	if err := os.CopyFS(unfinished, os.DirFS(native)); err != nil {
		return bin, err
	}
	err = filepath.WalkDir(unfinished, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o755)
	})
	if err != nil {
		return bin, err
	}
	return bin, os.Rename(unfinished, target)
}

// ownTree gives a directory and all in it to the identity, unless it has it already. The directory itself comes last, so that an
// interrupted change is begun again.
func (id identity) ownTree(dir string) error {
	if id.uid < 0 {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) == id.uid {
		return nil
	}
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		return os.Lchown(path, id.uid, id.gid)
	})
	if err != nil {
		return err
	}
	return os.Lchown(dir, id.uid, id.gid)
}

func (s *Server) interrupt(server *os.Process) error { return server.Signal(os.Interrupt) }

func killGroup(leader *os.Process) { _ = syscall.Kill(-leader.Pid, syscall.SIGKILL) }
