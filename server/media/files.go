package media

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strconv"

	"golang.org/x/sync/singleflight"
)

// Files are the objects of pictures in a storage: <store>/<hash>/master.webp, and beside it <width>.webp and <width>.jpg
// for what somebody has asked for.
type Files struct {
	Storage
	flight  *singleflight.Group
	drawing chan struct{} // a page of new pictures must not take all processors from the orders
}

// Open makes files of a storage.
func Open(s Storage) Files {
	return Files{Storage: s, flight: new(singleflight.Group), drawing: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
}

// maxKept bounds what is read back into memory: a master is at most masterSide pixels square.
const maxKept = 8 << 20

// PutMaster keeps the master of a picture; it does nothing when it is there.
func (f Files) PutMaster(ctx context.Context, storeID int64, p *Picture) error {
	switch there, err := f.Has(ctx, objectKey(storeID, p.Hash, "master.webp")); {
	case err != nil:
		return fmt.Errorf("keep picture %s: %w", p.Hash, err)
	case there:
		return nil
	}
	return f.KeepMaster(ctx, storeID, p.Hash, p.master)
}

// Rendition is the picture at one of Widths. It is drawn when it is first asked for and kept; many who ask at once wait for
// one drawing. A picture that is not there gives an error that is fs.ErrNotExist.
func (f Files) Rendition(ctx context.Context, storeID int64, hash string, width int, format Format) ([]byte, error) {
	key := objectKey(storeID, hash, strconv.Itoa(width)+format.suffix())
	kept, err := f.Read(ctx, key, maxKept)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	// Whoever came first may go away; the others still want it.
	work := context.WithoutCancel(ctx)
	done := f.flight.DoChan(key, func() (any, error) {
		f.drawing <- struct{}{}
		defer func() { <-f.drawing }()
		master, err := f.Read(work, objectKey(storeID, hash, "master.webp"), maxKept)
		if err != nil {
			return nil, err
		}
		drawn, err := rendition(master, width, format)
		if err != nil {
			return nil, fmt.Errorf("draw %s at %d px: %w", hash, width, err)
		}
		return drawn, f.Put(work, key, drawn, mimeOf[format])
	})
	select {
	case r := <-done:
		if r.Err != nil {
			return nil, r.Err
		}
		return r.Val.([]byte), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Master gives a picture as it is kept; fs.ErrNotExist when it is not there.
func (f Files) Master(ctx context.Context, storeID int64, hash string) ([]byte, error) {
	return f.Read(ctx, objectKey(storeID, hash, "master.webp"), maxKept)
}

// KeepMaster keeps what Master gave, of another store or deployment.
func (f Files) KeepMaster(ctx context.Context, storeID int64, hash string, master []byte) error {
	if err := f.Put(ctx, objectKey(storeID, hash, "master.webp"), master, mimeOf[WebP]); err != nil {
		return fmt.Errorf("keep picture %s: %w", hash, err)
	}
	return nil
}

// RemovePicture deletes every object of a picture.
func (f Files) RemovePicture(ctx context.Context, storeID int64, hash string) error {
	keys := []string{objectKey(storeID, hash, "master.webp")}
	for _, w := range Widths {
		for _, format := range []Format{WebP, JPEG} {
			keys = append(keys, objectKey(storeID, hash, strconv.Itoa(w)+format.suffix()))
		}
	}
	if err := f.Remove(ctx, keys...); err != nil {
		return fmt.Errorf("remove picture %s: %w", hash, err)
	}
	return nil
}

func objectKey(storeID int64, hash, name string) string {
	return strconv.FormatInt(storeID, 10) + "/" + hash + "/" + name
}
