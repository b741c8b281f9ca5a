package media_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/store"
)

func TestAPictureIsKeptOnce(t *testing.T) {
	ctx := t.Context()
	d := dbtest.New(t)
	storeID, other := open(t, d, "one"), open(t, d, "two")
	words := lang.Text{UzLatn: "Koʻylak", RU: "Платье"}
	first := saved(t, d, storeID, "a", words)
	if again := saved(t, d, storeID, "a", lang.Text{}); again.ID != first.ID || again.Alt != words {
		t.Errorf("the same bytes again are %v with words %v, want %v with the words there were", again.ID, again.Alt, first.ID)
	}
	for width, want := range map[int]string{1: "160", 160: "160", 161: "320", 480: "480", 5000: "800"} {
		if got := first.URL(width, media.WebP); got != "/media/1/"+first.Hash+"/"+want+".webp" {
			t.Errorf("URL(%d) = %s", width, got)
		}
	}
	if got := first.Srcset(media.Auto); got != strings.ReplaceAll("/media/1/H/160 160w, /media/1/H/320 320w, /media/1/H/480 480w, /media/1/H/800 500w", "H", first.Hash) {
		t.Errorf("srcset %s", got)
	}

	changed := lang.Text{EN: "Dress"}
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		m, err := media.SetAlt(ctx, tx, storeID, first.NodeID(), nil, changed)
		if err == nil && m.Alt != changed {
			t.Errorf("words %v, want %v", m.Alt, changed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = d.Read(ctx, other, func(ctx context.Context, q bun.IDB) error {
		found, err := media.ByIDs(ctx, q, other, []uuid.UUID{first.ID})
		if len(found) > 0 {
			t.Error("another store sees the picture")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// saved writes the row of a picture of 500 × 250 pixels.
func saved(t *testing.T, d *db.DB, storeID int64, hash string, words lang.Text) (m *media.Media) {
	t.Helper()
	err := d.Write(t.Context(), storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = media.Save(ctx, tx, storeID, &media.Picture{
			Hash: strings.Repeat(hash, 32), Mime: "image/png", Width: 500, Height: 250, ByteSize: 9, Color: "#ffffff",
		}, words)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func open(t *testing.T, d *db.DB, slug string) (storeID int64) {
	t.Helper()
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: slug}}, time.Now())
		if err == nil {
			storeID = s.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return storeID
}
