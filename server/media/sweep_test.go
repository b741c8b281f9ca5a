package media_test

import (
	"context"
	"fmt"
	"image/color"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// shopWithPictures is a shop and the way to put pictures into it.
type shopWithPictures struct {
	*shoptest.World
	t *testing.T
	s *storage
}

func (w *shopWithPictures) picture(shade uint8) *media.Media {
	w.t.Helper()
	data := drawing(w.t, color.NRGBA{shade, shade, shade, 255})
	u := begin(w.t, w.DB, w.s, w.Store.ID, len(data))
	w.s.put(u.Offer, data)
	m, err := finish(w.t, w.DB, w.s, w.Store.ID, u)
	w.Must(err)
	_, err = media.Open(w.s).Rendition(w.t.Context(), w.Store.ID, m.Hash, 160, media.WebP)
	w.Must(err)
	return m
}

func (w *shopWithPictures) sql(query string, args ...any) {
	w.t.Helper()
	w.Write(func(ctx context.Context, tx *db.Tx) error { _, err := tx.NewRaw(query, args...).Exec(ctx); return err })
}

func (w *shopWithPictures) delete(m *media.Media) error {
	return w.DB.Write(w.t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		return media.Delete(ctx, tx, w.Store.ID, edit.Deletion{ID: id.Of(id.Media, m.ID)})
	})
}

func (w *shopWithPictures) sweep(at time.Time) {
	w.t.Helper()
	w.Must(media.Sweep(w.t.Context(), w.DB, media.Open(w.s), at))
}

// is checks what is left of a picture.
func (w *shopWithPictures) is(what string, m *media.Media, shown, kept bool) {
	w.t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		found, err := media.ByIDs(ctx, q, w.Store.ID, []uuid.UUID{m.ID})
		if (len(found) == 1) != shown {
			w.t.Errorf("%s: shown %t", what, !shown)
		}
		return err
	})
	for _, name := range []string{"/master.webp", "/160.webp"} {
		there, err := w.s.Has(w.t.Context(), fmt.Sprint(w.Store.ID)+"/"+m.Hash+name)
		w.Must(err)
		if there != kept {
			w.t.Errorf("%s: %s is kept %t", what, name, there)
		}
	}
}

func TestSweepRemovesWhatNothingShows(t *testing.T) {
	t.Parallel()
	eachStorage(t, func(t *testing.T, world *shoptest.World, s *storage) {
		w := &shopWithPictures{World: world, t: t, s: s}
		cover, logo, product, lonely, moved := w.picture(1), w.picture(2), w.picture(3), w.picture(4), w.picture(5)
		w.sql("INSERT INTO categories (store_id, id, slug, name, media_id, path) VALUES (?0, ?1, 'c', '{}', ?2, ARRAY[?1]::uuid[])", w.Store.ID, id.New(), cover.ID)
		logoID := logo.NodeID()
		_, err := store.Update(t.Context(), w.DB, w.Store.ID, store.UpdateInput{Look: &store.LookInput{LogoID: &logoID}}, shoptest.Now)
		w.Must(err)
		p := id.New()
		w.sql("INSERT INTO products (store_id, id, slug, name) VALUES (?, ?, 'p', '{}')", w.Store.ID, p)
		attach := func(m *media.Media) {
			w.sql("INSERT INTO product_media (store_id, product_id, media_id) VALUES (?, ?, ?)", w.Store.ID, p, m.ID)
		}
		attach(product)
		now := time.Now()
		w.sweep(now)
		w.is("just uploaded", lonely, true, true)
		attach(moved)
		w.sweep(now.Add(23 * time.Hour))
		w.is("not yet a day", lonely, true, true)
		w.sweep(now.Add(25 * time.Hour))
		w.is("lonely", lonely, false, false)
		for what, m := range map[string]*media.Media{"cover": cover, "logo": logo, "product's": product, "attached later": moved} {
			w.is(what, m, true, true)
			if err := w.delete(m); codeOf(err) != fault.MediaInUse {
				t.Errorf("%s is deleted: %v", what, err)
			}
		}
		w.sql("DELETE FROM product_media WHERE store_id = ? AND media_id = ?", w.Store.ID, moved.ID)
		w.sweep(now.Add(40 * time.Hour))
		w.is("idle for an hour", moved, true, true)
		w.sweep(now.Add(65 * time.Hour))
		w.is("idle for a day", moved, false, false)
	})
}

func TestDelete(t *testing.T) {
	t.Parallel()
	world := shoptest.New(t)
	w := &shopWithPictures{World: world, t: t, s: onDisk(t, world.DB)}
	m, other := w.picture(1), w.picture(2)
	w.Must(w.delete(m))
	w.Must(w.delete(m))
	w.is("deleted", m, false, true)
	if back := w.picture(1); back.ID != m.ID {
		t.Errorf("uploaded again it is %v, want %v", back.ID, m.ID)
	}
	w.is("uploaded again", m, true, true)
	w.Must(w.delete(m))
	w.sweep(time.Now())
	w.is("swept", m, false, false)
	if again := w.picture(1); again.ID == m.ID {
		t.Error("a picture that is gone came back under its id")
	}
	if err := w.delete(&media.Media{ID: id.New()}); codeOf(err) != fault.NotFound {
		t.Errorf("a picture that never was: %v", err)
	}

	o := w.Place(w.Buyer(), shoptest.Want(w.Variant("Choy", 1000, 5), 1))
	w.sql("UPDATE order_lines SET media_hash = ? WHERE store_id = ? AND order_id = ?", other.Hash, w.Store.ID, o.ID)
	w.Must(w.delete(other))
	w.sweep(time.Now())
	w.is("an order's", other, false, true)

	w.sql("UPDATE media SET state = 'PURGING' WHERE store_id = ? AND id = ?", w.Store.ID, other.ID)
	err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		_, err := media.Save(ctx, tx, w.Store.ID, &media.Picture{Hash: other.Hash, Mime: "image/png", Width: 1, Height: 1, ByteSize: 1, Color: "#ffffff"}, lang.Text{})
		return err
	})
	if codeOf(err) != fault.MediaBusy {
		t.Errorf("saved while its files are being removed: %v", err)
	}
	w.sweep(time.Now())
	w.is("begun by a round that broke", other, false, false)
}

func TestSweepForgetsUploads(t *testing.T) {
	t.Parallel()
	eachStorage(t, func(t *testing.T, w *shoptest.World, s *storage) {
		d, storeID := w.DB, w.Store.ID
		u := begin(t, d, s, storeID, 4)
		s.put(u.Offer, "text")
		key := "uploads/" + fmt.Sprint(storeID) + "/" + u.ID.String()
		for _, after := range []time.Duration{23 * time.Hour, 25 * time.Hour} {
			w.Must(media.Sweep(t.Context(), d, media.Open(s), time.Now().Add(after)))
			if there, err := s.Has(t.Context(), key); err != nil || there != (after < 24*time.Hour) {
				t.Errorf("after %s there %t, %v", after, there, err)
			}
		}
		if _, err := finish(t, d, s, storeID, u); codeOf(err) != fault.NotFound {
			t.Errorf("finished after a day: %v", err)
		}
	})
}
