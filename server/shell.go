package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/store"
)

// shell is the Mini App's page with holes for what differs between stores; webapp/README.md describes them.
type shell struct{ html string }

// holes are the texts that stand in the built page for what fill puts there.
const (
	langHole  = `<html lang="uz">`
	titleHole = `__TITLE__`
	headHole  = `<!--__HEAD__-->`
	bootHole  = `"__BOOT__"`
)

func newShell(page []byte) (*shell, error) {
	var missing []error
	for _, hole := range []string{langHole, titleHole, headHole, bootHole} {
		if !bytes.Contains(page, []byte(hole)) {
			missing = append(missing, fmt.Errorf("the built Mini App has no %s", hole))
		}
	}
	return &shell{html: string(page)}, errors.Join(missing...)
}

// bootData is what the page knows before its first request, in the form that webapp/miniapp/src/shell/boot.ts reads.
type bootData struct {
	Store bootStore `json:"store"`
	Demo  bool      `json:"demo"`
	Build string    `json:"build"`

	lang    lang.Lang
	about   string
	address string // of the shop's first page
	picture string // absolute, for previews of links; empty when the shop has none
}

type bootStore struct {
	Slug        string      `json:"slug"`
	Name        string      `json:"name"`
	Languages   []lang.Lang `json:"languages"`
	BrandColor  string      `json:"brandColor"`
	Logo        *bootLogo   `json:"logo"`
	BotUsername string      `json:"botUsername"`
	BotLink     string      `json:"botLink"`
}

type bootLogo struct {
	URL   string `json:"url"`
	Color string `json:"color"`
}

// bootOf reads what the shell of a store says, in one of the store's languages.
func (p *pages) bootOf(ctx context.Context, s *store.Store, l lang.Lang) (bootData, error) {
	boot := bootData{
		Store: bootStore{Slug: s.Slug, Name: s.In(s.Name, l), Languages: s.Languages, BrandColor: s.Look.BrandColor},
		Demo:  s.IsDemo, Build: p.build, lang: l, about: s.In(s.Description, l),
		address: p.app.config.PublicURL + "/app/" + s.Slug + "/",
	}
	err := p.app.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) error {
		bot, err := store.BotOf(ctx, q, s.ID)
		if err != nil {
			return err
		}
		if bot != nil && bot.Status == store.BotActive {
			boot.Store.BotUsername, boot.Store.BotLink = bot.Username, bot.Link()
		}
		var wanted []uuid.UUID
		for _, key := range []*uuid.UUID{s.Look.LogoID, s.Look.CoverID} {
			if key != nil {
				wanted = append(wanted, *key)
			}
		}
		pictures, err := media.ByIDs(ctx, q, s.ID, wanted)
		for _, m := range pictures {
			isLogo := s.Look.LogoID != nil && m.ID == *s.Look.LogoID
			if isLogo {
				boot.Store.Logo = &bootLogo{URL: m.URL(160, media.Auto), Color: m.Color}
			}
			if !isLogo || boot.picture == "" {
				boot.picture = p.app.config.PublicURL + m.URL(800, media.JPEG)
			}
		}
		return err
	})
	return boot, err
}

// fill makes the page of a store.
func (s *shell) fill(boot bootData) []byte {
	data, err := json.Marshal(boot) // writes <, >, &, U+2028 and U+2029 as \u…, so nothing in it can end the script element
	if err != nil {
		panic(err) // strings and booleans always encode
	}
	return []byte(strings.NewReplacer(
		langHole, `<html lang="`+string(boot.lang)+`">`,
		titleHole, html.EscapeString(boot.Store.Name),
		headHole, boot.head(),
		bootHole, string(data),
	).Replace(s.html))
}

// head is what previews of links show, and the icon.
func (b bootData) head() string {
	var out strings.Builder
	meta := func(kind, name, content string) {
		if content != "" {
			fmt.Fprintf(&out, `<meta %s="%s" content="%s" />`, kind, name, html.EscapeString(content))
		}
	}
	meta("name", "description", b.about)
	meta("property", "og:type", "website")
	meta("property", "og:title", b.Store.Name)
	meta("property", "og:description", b.about)
	meta("property", "og:url", b.address)
	meta("property", "og:image", b.picture)
	icon := "data:,"
	if b.Store.Logo != nil {
		icon = b.Store.Logo.URL
	}
	fmt.Fprintf(&out, `<link rel="icon" href="%s" />`, html.EscapeString(icon))
	return out.String()
}
