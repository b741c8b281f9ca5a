package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeWhole puts a file in place whole, on the disk, or not at all.
func writeWhole(path string, write func(w io.Writer) error) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // of no effect once it is renamed
	err = write(temp)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a renaming last. Where directories cannot be synced they need not be.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

func copyFile(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return writeWhole(to, func(w io.Writer) error { _, err := io.Copy(w, f); return err })
}

// copyMissing copies the files below a directory that are not there yet; what a name holds never changes. A directory that
// does not exist has none.
func copyMissing(ctx context.Context, from, to string) error {
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		into := filepath.Join(to, rest)
		if e.IsDir() {
			return os.MkdirAll(into, 0o700)
		}
		if _, err := os.Stat(into); err == nil || !e.Type().IsRegular() {
			return nil
		}
		if err := copyFile(path, into); !errors.Is(err, fs.ErrNotExist) { // removed this moment
			return err
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
