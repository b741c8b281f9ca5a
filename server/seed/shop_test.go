package seed

import (
	"regexp"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
)

var ikpuForm, packageForm = regexp.MustCompile(`^\d{17}$`), regexp.MustCompile(`^\d{7}$`)

func TestDemoShopsAreComplete(t *testing.T) {
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) {
			s, err := Load(kind)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, "shop name", s.Name)
			checkText(t, "about", s.About)
			if len(s.Products) < 25 || len(s.Products) > 60 {
				t.Errorf("%d products, want 25 to 60", len(s.Products))
			}
			slugs, skus := map[string]bool{}, map[string]bool{}
			soldOut, discounted := 0, 0
			for _, p := range s.Products {
				checkText(t, p.Slug+" name", p.Name)
				checkText(t, p.Slug+" short", p.Short)
				checkText(t, p.Slug+" long", p.Long)
				if slugs[p.Slug] {
					t.Errorf("slug %s twice", p.Slug)
				}
				slugs[p.Slug] = true
				c, _ := s.category(p.Category)
				if !ikpuForm.MatchString(c.IKPU) || !packageForm.MatchString(c.Package) {
					t.Errorf("%s: IKPU %q, package %q", p.Slug, c.IKPU, c.Package)
				}
				for _, v := range p.Variants() {
					if skus[v.SKU] {
						t.Errorf("SKU %s twice", v.SKU)
					}
					skus[v.SKU] = true
					if v.Price < 1000 || v.Price%1000 != 0 {
						t.Errorf("%s costs %d soʻm", v.SKU, v.Price)
					}
					if v.Was != 0 && v.Was <= v.Price {
						t.Errorf("%s costs %d, before it %d", v.SKU, v.Price, v.Was)
					}
					if v.Was != 0 {
						discounted++
					}
					if v.Stock == 0 {
						soldOut++
					}
				}
				for _, shot := range p.Shots() {
					if picture, err := shot.Picture(); err != nil || picture.Color == "" || picture.Width != 800 {
						t.Errorf("%s: picture %s: %+v, %v", p.Slug, shot.File, picture, err)
					}
				}
			}
			if soldOut == 0 || discounted == 0 {
				t.Errorf("%d variants sold out, %d discounted; a shop has some of both", soldOut, discounted)
			}
			checkPlaces(t, s)
			checkColor(t, s.Products[0].Shots()[0])
		})
	}
}

// checkColor compares what was noted when a picture was drawn with what an upload of it would give.
func checkColor(t *testing.T, shot Shot) {
	t.Helper()
	noted, err := shot.Picture()
	if err != nil {
		t.Fatal(err)
	}
	data, err := pictures.ReadFile("pictures/" + shot.File)
	if err != nil {
		t.Fatal(err)
	}
	read, err := media.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if noted.Hash != read.Hash || noted.Color != read.Color || noted.Width != read.Width || noted.ByteSize != read.ByteSize {
		t.Errorf("%s: noted %s %s, read %s %s; draw again", shot.File, noted.Hash, noted.Color, read.Hash, read.Color)
	}
}

func checkPlaces(t *testing.T, s *Shop) {
	t.Helper()
	if len(s.Pickup) != 2 || len(s.Zones) < 2 {
		t.Errorf("%d pickup points and %d zones", len(s.Pickup), len(s.Zones))
	}
	points := [][2]float64{s.Address.At}
	for _, p := range s.Pickup {
		checkText(t, p.Code, p.Name)
		checkText(t, p.Code, p.Address)
		points = append(points, p.At)
	}
	for _, z := range s.Zones {
		checkText(t, z.Code, z.Name)
		points = append(points, z.Area...)
	}
	for _, p := range points {
		if p[0] < 41.1 || p[0] > 41.5 || p[1] < 69 || p[1] > 69.5 {
			t.Errorf("%v is not near Tashkent", p)
		}
	}
}

// foreign apostrophes where Uzbek has letters: oʻ and gʻ are written with U+02BB, the tutuq with U+02BC.
var wrongApostrophe = regexp.MustCompile("[A-Za-z]['’‘`]")

func checkText(t *testing.T, what string, text Text) {
	t.Helper()
	for _, l := range lang.All {
		got := lang.Text(text)
		if strings.TrimSpace(got.Get(l)) == "" {
			t.Errorf("%s has no %s", what, l)
		}
	}
	if wrongApostrophe.MatchString(text.UzLatn) {
		t.Errorf("%s: wrong apostrophe in %q", what, text.UzLatn)
	}
}
