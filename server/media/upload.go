package media

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// OfferLife is how long an address takes an upload: a large picture over a slow line.
const OfferLife = 15 * time.Minute

// Upload is the permission to put one picture. It is begun, the bytes are put at its address, and it is finished.
type Upload struct {
	bun.BaseModel `bun:"table:media_uploads,alias:upl"`

	StoreID   int64      `bun:"store_id,pk"`
	ID        uuid.UUID  `bun:"id,pk,type:uuid"`
	ByteSize  int        `bun:"byte_size"`
	ExpiresAt time.Time  `bun:"expires_at"`
	MediaID   *uuid.UUID `bun:"media_id,type:uuid"` // nil until finished
	CreatedAt time.Time  `bun:"created_at"`

	Offer Offer `bun:"-"`
}

// NodeID is the upload's id in the contract.
func (u *Upload) NodeID() id.ID { return id.Of(id.Upload, u.ID) }

// UploadCreateInput announces a picture.
type UploadCreateInput struct{ ByteSize int }

// UploadFinishInput names an upload whose bytes have been put.
type UploadFinishInput struct {
	UploadID id.ID
	Alt      *lang.Text
}

// Begin makes an upload and an address for its bytes. Faults at byteSize: INVALID below one byte, TOO_LARGE.
func Begin(ctx context.Context, d *db.DB, files Files, storeID int64, in UploadCreateInput, now time.Time) (*Upload, error) {
	switch {
	case in.ByteSize < 1:
		return nil, fault.New(fault.Invalid, "input", "byteSize")
	case in.ByteSize > MaxBytes:
		return nil, tooManyBytes("input", "byteSize")
	}
	u := &Upload{StoreID: storeID, ID: id.New(), ByteSize: in.ByteSize, ExpiresAt: now.Add(OfferLife).Truncate(time.Second), CreatedAt: now}
	var err error
	if u.Offer, err = files.Offer(ctx, u.key(), int64(u.ByteSize), u.ExpiresAt); err != nil {
		return nil, err
	}
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(u).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin upload: %w", err)
	}
	return u, nil
}

// AwaitsBytes tells a storage of ours, before it takes the bytes for a key, whether the upload still waits for them. Its address
// has proved genuine. Faults: NOT_FOUND; UPLOAD_USED when it is finished.
func AwaitsBytes(ctx context.Context, d *db.DB, key string) error {
	store, name, _ := strings.Cut(strings.TrimPrefix(key, uploadsPrefix), "/")
	storeID, err := strconv.ParseInt(store, 10, 64)
	uploadID, errID := uuid.Parse(name)
	if err != nil || errID != nil {
		return fault.New(fault.NotFound)
	}
	return d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		u, err := uploadByID(ctx, q, storeID, uploadID)
		switch {
		case err != nil:
			return err
		case u == nil:
			return fault.New(fault.NotFound)
		case u.MediaID != nil:
			return fault.New(fault.UploadUsed)
		}
		return nil
	})
}

// Finish makes a picture of what was put: it is read, judged by its bytes, turned upright, freed of metadata and kept. A
// repeat gives the same picture.
//
// Faults at uploadId: INVALID_ID; NOT_FOUND, also a day later; UPLOAD_INCOMPLETE when nothing has arrived yet; TOO_LARGE,
// UNSUPPORTED_MEDIA and MEDIA_BUSY as from Read and Save. At alt: TOO_LONG.
func Finish(ctx context.Context, d *db.DB, files Files, storeID int64, in UploadFinishInput) (*Media, error) {
	uploadID, err := in.UploadID.Must(id.Upload, "input", "uploadId")
	if err != nil {
		return nil, err
	}
	var alt lang.Text
	if in.Alt != nil {
		var faults fault.List
		if alt, faults = input.Texts(*in.Alt, 300, "input", "alt"); len(faults) > 0 {
			return nil, faults
		}
	}
	var u *Upload
	var done *Media
	err = d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		if u, err = uploadByID(ctx, q, storeID, uploadID); err != nil || u == nil || u.MediaID == nil {
			return err
		}
		found, err := ByIDs(ctx, q, storeID, []uuid.UUID{*u.MediaID})
		if len(found) > 0 {
			done = found[0]
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case done != nil:
		return done, nil
	case u == nil || u.MediaID != nil: // finished, and deleted since
		return nil, fault.New(fault.NotFound, "input", "uploadId")
	}
	picture, err := files.judge(ctx, u)
	if err != nil {
		return nil, atUpload(err)
	}
	m, err := keep(ctx, d, files, u, picture, alt)
	return m, atUpload(err)
}

// atUpload says of faults that they lie with the upload.
func atUpload(err error) error {
	var faults fault.List
	if err := faults.Under(err, "input", "uploadId"); err != nil || len(faults) == 0 {
		return err
	}
	return faults
}

// judge reads what was put. The wait for a turn comes before the bytes are taken into memory.
func (f Files) judge(ctx context.Context, u *Upload) (*Picture, error) {
	select {
	case decoding <- struct{}{}:
		defer func() { <-decoding }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	data, err := f.Read(ctx, u.key(), MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.UploadIncomplete)
	}
	if err != nil {
		return nil, fmt.Errorf("read upload %s: %w", u.ID, err)
	}
	return read(data)
}

// keep writes row, files and the end of the upload, in an order in which a crash anywhere leaves an upload that can be
// finished again. The row comes before the files: from then on no clean-up touches them.
func keep(ctx context.Context, d *db.DB, files Files, u *Upload, p *Picture, alt lang.Text) (*Media, error) {
	var m *Media
	err := d.Write(ctx, u.StoreID, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = Save(ctx, tx, u.StoreID, p, alt)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := files.PutMaster(ctx, u.StoreID, p); err != nil {
		return nil, err
	}
	err = d.Write(ctx, u.StoreID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model(u).Set("media_id = ?", m.ID).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("finish upload %s: %w", u.ID, err)
	}
	if err := files.Remove(ctx, u.key()); err != nil {
		return nil, fmt.Errorf("remove upload %s: %w", u.ID, err)
	}
	return m, nil
}

// uploadsPrefix is where bytes wait that nobody has looked at yet.
const uploadsPrefix = "uploads/"

func (u *Upload) key() string {
	return uploadsPrefix + strconv.FormatInt(u.StoreID, 10) + "/" + u.ID.String()
}

func uploadByID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*Upload, error) {
	u := new(Upload)
	err := q.NewSelect().Model(u).Where("store_id = ?", storeID).Where("id = ?", key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("upload %s: %w", key, err)
	}
	return u, nil
}
