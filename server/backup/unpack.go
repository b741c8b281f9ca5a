package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// Unpack lays a backup out as the cluster of a state directory, which must have none, so that a start of the server finishes
// the work. With replay that start takes the log back too; see Replaying. Pictures and keys come back where they are missing.
func Unpack(ctx context.Context, dir string, i *Info, into Target, replay bool) error {
	home := filepath.Join(into.StateDir, "postgres", strconv.Itoa(i.Major))
	data := filepath.Join(home, "data")
	if _, err := os.Stat(data); err == nil {
		return fmt.Errorf("there is a database in %s already; stop what uses it and move it away", data)
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(home, "new-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }() // of no effect once it is renamed
	if err := untar(ctx, filepath.Join(dir, i.ID, archiveName), fresh); err != nil {
		return fmt.Errorf("unpack backup %s: %w", i.ID, err)
	}
	if replay {
		if err := os.WriteFile(filepath.Join(fresh, "recovery.signal"), nil, 0o600); err != nil {
			return err
		}
	}
	if err := copyMissing(ctx, filepath.Join(dir, mediaName), into.Media); err != nil {
		return fmt.Errorf("bring pictures back: %w", err)
	}
	if _, err := os.Stat(into.Keys); errors.Is(err, fs.ErrNotExist) {
		if err := copyFile(filepath.Join(dir, i.ID, keysName), into.Keys); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("bring the secret keys back: %w", err)
		}
	}
	return os.Rename(fresh, data)
}

// Target is where a backup is unpacked.
type Target struct {
	StateDir string
	Media    string
	Keys     string
}

// HasLog tells whether there is a log to replay.
func HasLog(dir string) bool {
	segments, _ := filepath.Glob(filepath.Join(dir, walName, "*.gz"))
	return len(segments) > 0
}

func untar(ctx context.Context, archive, into string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(into) // no name in the archive leads out of it
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for in := tar.NewReader(zip); ; {
		head, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		name := filepath.Clean(head.Name)
		switch head.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o700)
		case tar.TypeReg:
			err = unpackFile(root, name, in)
		default:
			err = fmt.Errorf("%s is neither file nor directory", head.Name)
		}
		if err != nil {
			return err
		}
	}
}

func unpackFile(root *os.Root, name string, in io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, f.Close())
}
