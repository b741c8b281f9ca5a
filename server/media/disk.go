package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
)

// UploadPath is below which the local disk takes uploads. Addresses are relative, as those of pictures are, so that they
// hold under every name by which people reach the server.
const UploadPath = "/media/upload/"

// Disk is a Storage in a directory, which several processes may share.
type Disk struct {
	dir    string
	signer signer
}

// OpenDisk makes the directory if it is missing. keys sign the addresses of uploads; the first signs, all are accepted.
func OpenDisk(dir string, keys ...secret.Key) (*Disk, error) {
	s, err := newSigner("media upload", keys)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("media directory: %w", err)
	}
	return &Disk{dir: dir, signer: s}, nil
}

func (d *Disk) path(key string) string { return filepath.Join(d.dir, filepath.FromSlash(key)) }

// Put implements Storage.
func (d *Disk) Put(_ context.Context, key string, data []byte, _ string) error {
	temp, err := d.temp(key)
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Chmod(0o644), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), d.path(key))
}

// Read implements Storage.
func (d *Disk) Read(_ context.Context, key string, limit int64) ([]byte, error) {
	file, err := os.Open(d.path(key))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fs.ErrNotExist
	case info.Size() > limit:
		return nil, fmt.Errorf("%s has %d bytes, more than %d", key, info.Size(), limit)
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(file, data)
	return data, err
}

// Has implements Storage.
func (d *Disk) Has(_ context.Context, key string) (bool, error) {
	_, err := os.Stat(d.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Remove implements Storage. A directory that has become empty goes as well.
func (d *Disk) Remove(_ context.Context, keys ...string) error {
	var all error
	for _, key := range keys {
		if err := os.Remove(d.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	for _, key := range keys {
		_ = os.Remove(filepath.Dir(d.path(key))) // fails while others lie in it
	}
	return all
}

// Offer implements Storage.
func (d *Disk) Offer(_ context.Context, key string, size int64, until time.Time) (Offer, error) {
	return Offer{URL: UploadPath + key + "?" + d.signer.query(key, size, until)}, nil
}

// Accept takes the body of a PUT to an offered address and keeps it. The body goes to the disk as it comes, never whole
// into memory. open, called once the address has proved genuine, says whether the object is still wanted.
//
// Faults: FORBIDDEN; UPLOAD_EXPIRED; UPLOAD_USED for an address at which an object lies already; BAD_REQUEST when the body
// has another size than was agreed; those of open.
func (d *Disk) Accept(address *url.URL, body io.Reader, now time.Time, open func(key string) error) error {
	key := strings.TrimPrefix(address.Path, UploadPath)
	size, err := d.signer.check(key, address.Query(), now)
	if err != nil {
		return err
	}
	if err := open(key); err != nil {
		return err
	}
	temp, err := d.temp(key)
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	n, err := io.Copy(temp, io.LimitReader(body, size+1))
	if errClose := temp.Close(); errClose != nil {
		return errClose
	}
	if err != nil || n != size {
		return fault.New(fault.BadRequest).With("reason", fmt.Sprintf("the body must have exactly %d bytes", size)).Because(err)
	}
	// A link, unlike a rename, never replaces what is there: of two who send at once, one has sent.
	if err := os.Link(temp.Name(), d.path(key)); errors.Is(err, fs.ErrExist) {
		return fault.New(fault.UploadUsed)
	} else if err != nil {
		return err
	}
	return nil
}

// temp is a new file beside the place of key.
func (d *Disk) temp(key string) (*os.File, error) {
	dir := filepath.Dir(d.path(key))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(dir, "new-*")
	if errors.Is(err, fs.ErrNotExist) { // another process took the empty directory away
		if err = os.MkdirAll(dir, 0o755); err == nil {
			file, err = os.CreateTemp(dir, "new-*")
		}
	}
	return file, err
}
