package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
)

// Vault keeps pictures that are nobody's but a few people's: they lie in the same storage, under keys that no public address
// leads to, and are served at signed addresses that are good for PrivateLife. Who is given an address is the caller's matter.
type Vault struct {
	files  Files
	signer signer
}

// PrivateLife is how long the address of a private picture leads to it.
const PrivateLife = 15 * time.Minute

// PrivatePath is below which private pictures are served.
const PrivatePath = "/media/private/"

// OpenVault keeps pictures in files. keys sign the addresses; the first signs, all are accepted.
func OpenVault(files Files, keys ...secret.Key) (*Vault, error) {
	s, err := newSigner("private picture", keys)
	if err != nil {
		return nil, err
	}
	return &Vault{files: files, signer: s}, nil
}

// Keep makes a private picture of an upload, under the key of the upload. It is read, judged by its bytes, turned upright and
// freed of metadata, as those of the shop are. A repeat gives the same picture.
//
// Faults at uploadId: INVALID_ID; NOT_FOUND, also for an upload that became a picture of the shop; UPLOAD_INCOMPLETE;
// TOO_LARGE, UNSUPPORTED_MEDIA and MEDIA_BUSY as of Read.
func (v *Vault) Keep(ctx context.Context, d *db.DB, storeID int64, upload id.ID) (uuid.UUID, error) {
	uploadID, err := upload.Must(id.Upload, "input", "uploadId")
	if err != nil {
		return uuid.Nil, err
	}
	key := privateKey(storeID, uploadID)
	if there, err := v.files.Has(ctx, key); err != nil || there {
		return uploadID, err
	}
	var u *Upload
	err = d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		u, err = uploadByID(ctx, q, storeID, uploadID)
		return err
	})
	if err != nil {
		return uuid.Nil, err
	}
	if u == nil || u.MediaID != nil {
		return uuid.Nil, fault.New(fault.NotFound, "input", "uploadId")
	}
	picture, err := v.files.judge(ctx, u)
	if err != nil {
		return uuid.Nil, atUpload(err)
	}
	if err := v.files.Put(ctx, key, picture.master, mimeOf[WebP]); err != nil {
		return uuid.Nil, fmt.Errorf("keep private picture %s: %w", uploadID, err)
	}
	if err := v.files.Remove(ctx, u.key()); err != nil {
		return uuid.Nil, fmt.Errorf("remove upload %s: %w", uploadID, err)
	}
	return uploadID, nil
}

// Address leads to a private picture from now for PrivateLife; a path of this server.
func (v *Vault) Address(storeID int64, picture uuid.UUID, now time.Time) string {
	name := strconv.FormatInt(storeID, 10) + "/" + picture.String()
	return PrivatePath + name + "?" + v.signer.query(name, 0, now.Add(PrivateLife))
}

// Handler serves private pictures at their addresses; every other address is one and the same 404.
func (v *Vault) Handler(now func() time.Time, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, PrivatePath)
		if _, err := v.signer.check(name, r.URL.Query(), now()); err != nil {
			http.NotFound(w, r)
			return
		}
		data, err := v.files.Read(r.Context(), privatePrefix+name+".webp", maxKept)
		if errors.Is(err, fs.ErrNotExist) {
			http.NotFound(w, r)
			return
		}
		if err != nil {
			log.ErrorContext(r.Context(), "private picture cannot be served", "error", err)
			http.Error(w, "the picture cannot be read", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", mimeOf[WebP])
		h.Set("Cache-Control", "private, no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	})
}

// privatePrefix begins with a letter: a store's public objects lie under its number.
const privatePrefix = "private/"

func privateKey(storeID int64, picture uuid.UUID) string {
	return privatePrefix + strconv.FormatInt(storeID, 10) + "/" + picture.String() + ".webp"
}
