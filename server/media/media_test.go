package media_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
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

func TestUploadKeepsAPictureOnce(t *testing.T) {
	ctx := t.Context()
	d := dbtest.New(t)
	files, err := media.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	storeID, other := open(t, d, "one"), open(t, d, "two")
	img := image.NewNRGBA(image.Rect(0, 0, 500, 250))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.SetNRGBA(0, 0, color.NRGBA{A: 255})
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		t.Fatal(err)
	}

	words := lang.Text{UzLatn: "Koʻylak", RU: "Платье"}
	first, err := media.Upload(ctx, d, files, storeID, data.Bytes(), words)
	if err != nil {
		t.Fatal(err)
	}
	if first.Width != 500 || first.Height != 250 || first.Color != "#ffffff" || first.Alt != words || len(first.Widths) != 4 {
		t.Errorf("%+v", first)
	}
	again, err := media.Upload(ctx, d, files, storeID, data.Bytes(), lang.Text{})
	if err != nil {
		t.Fatal(err)
	}
	if again.ID != first.ID || again.Alt != words {
		t.Errorf("the same bytes again are %v with words %v, want %v with the words there were", again.ID, again.Alt, first.ID)
	}
	for width, want := range map[int]string{1: "160", 160: "160", 161: "320", 480: "480", 5000: "800"} {
		if got := first.URL(width); got != "/media/1/"+first.Hash+"/"+want+".webp" {
			t.Errorf("URL(%d) = %s", width, got)
		}
	}

	changed := lang.Text{EN: "Dress"}
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		m, err := media.SetAlt(ctx, tx, storeID, first.ID, changed)
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
