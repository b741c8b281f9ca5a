package media

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Files keeps pictures on the local disk: <dir>/<store>/<hash>/master.webp, and beside it <width>.webp for each width that
// somebody has asked for. Files are written once and never changed, so several server processes may share the directory.
type Files struct {
	dir string
	mu  *sync.Map // path → *sync.Mutex: one drawing of a rendition at a time
}

// Open makes the directory if it is missing.
func Open(dir string) (Files, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Files{}, fmt.Errorf("media directory: %w", err)
	}
	return Files{dir: dir, mu: new(sync.Map)}, nil
}

// Put keeps the master of a picture; it does nothing when it is there.
func (f Files) Put(storeID int64, p *Picture) error {
	path := f.path(storeID, p.Hash, "master")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return write(path, p.master)
}

// Rendition is the picture at one of Widths, as WebP. It is drawn when it is first asked for and kept.
// A picture that is not there gives an error that is fs.ErrNotExist.
func (f Files) Rendition(storeID int64, hash string, width int) ([]byte, error) {
	path := f.path(storeID, hash, strconv.Itoa(width))
	kept, err := os.ReadFile(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	lock, _ := f.mu.LoadOrStore(path, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()
	defer f.mu.Delete(path)
	if kept, err = os.ReadFile(path); err == nil {
		return kept, nil
	}
	master, err := os.ReadFile(f.path(storeID, hash, "master"))
	if err != nil {
		return nil, err
	}
	drawn, err := rendition(master, width)
	if err != nil {
		return nil, fmt.Errorf("draw %s at %d px: %w", hash, width, err)
	}
	return drawn, write(path, drawn)
}

func (f Files) path(storeID int64, hash, name string) string {
	return filepath.Join(f.dir, strconv.FormatInt(storeID, 10), hash, name+".webp")
}

// write puts a file in place whole or not at all.
func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
