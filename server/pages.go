package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
)

// policy is the Content-Security-Policy of the apps. They may be framed by Telegram's web client, for which there must be
// no X-Frame-Options beside it; styles are inlined into the shell and set by components. Uploads go to the object storage,
// when there is one, and numbers of cards to Payme.
func (p *pages) policy() string {
	connect := "'self'"
	if c := p.app.config.S3; c.Endpoint != nil && c.HostStyle {
		connect += " " + c.Endpoint.Scheme + "://" + c.Bucket + "." + c.Endpoint.Host
	} else if c.Endpoint != nil {
		connect += " " + c.Endpoint.Scheme + "://" + c.Endpoint.Host
	}
	connect += " https://checkout.paycom.uz https://checkout.test.paycom.uz"
	return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; " +
		"connect-src " + connect + "; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'self' https://web.telegram.org"
}

// pages serves what people see.
type pages struct {
	app                                 *app
	miniAssets, adminAssets, playAssets assets
	build                               string // changes with the built apps
	shell                               *shell // nil when the Mini App was not built
	indexPage, messagePage              *template.Template
}

//go:embed page
var pageFiles embed.FS

// loadPages reads the built apps from a directory with miniapp, admin and playground.
func loadPages(a *app, dist fs.FS) (*pages, error) {
	p := &pages{app: a}
	sum := sha256.New()
	for name, into := range map[string]*assets{"miniapp": &p.miniAssets, "admin": &p.adminAssets, "playground": &p.playAssets} {
		built, err := fs.Sub(dist, name)
		if err != nil {
			return nil, err
		}
		if *into, err = loadAssets(built); err != nil {
			return nil, err
		}
	}
	for _, all := range []assets{p.miniAssets, p.adminAssets} {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			_, _ = sum.Write([]byte(name + all[name].etag)) // a hash takes everything
		}
	}
	p.build = hex.EncodeToString(sum.Sum(nil)[:6])
	if index, ok := p.miniAssets["index.html"]; ok {
		var err error
		if p.shell, err = newShell(index.plain.all()); err != nil {
			return nil, err
		}
	}
	var err error
	if p.indexPage, err = template.ParseFS(pageFiles, "page/frame.html", "page/index.html"); err != nil {
		return nil, err
	}
	p.messagePage, err = template.ParseFS(pageFiles, "page/frame.html", "page/message.html")
	return p, err
}

// miniApp serves /app/{store}/ and everything below it: one shell for all screens, filled in for the store. Files of the
// build lie beside the stores: /app/assets/.
func (p *pages) miniApp(w http.ResponseWriter, r *http.Request) {
	rest := strings.TrimPrefix(r.URL.Path, "/app/")
	slug, _, isBelow := strings.Cut(rest, "/")
	switch {
	case rest == "":
		http.Redirect(w, r, "/", http.StatusFound)
	case rest != "index.html" && p.miniAssets.serve(w, r, rest):
	case slug == "assets":
		http.NotFound(w, r)
	case !isBelow:
		to := *r.URL
		to.Path = "/app/" + slug + "/"
		http.Redirect(w, r, to.RequestURI(), http.StatusPermanentRedirect)
	case p.shell == nil:
		p.message(w, http.StatusServiceUnavailable, notBuilt)
	default:
		p.shop(w, r, slug)
	}
}

// shop sends the shell of one store.
func (p *pages) shop(w http.ResponseWriter, r *http.Request, slug string) {
	s, err := p.app.stores.BySlug(r.Context(), slug)
	if err == nil {
		l, ok := lang.FromAcceptLanguage(r.Header.Get("Accept-Language"), s.Languages...)
		if !ok {
			l = s.Languages[0]
		}
		var boot bootData
		if boot, err = p.bootOf(r.Context(), s, l); err == nil {
			h := w.Header()
			h.Set("Content-Security-Policy", p.policy())
			h.Set("Content-Language", string(l))
			h.Set("Vary", "Accept-Language")
			sendHTML(w, http.StatusOK, p.shell.fill(boot))
			return
		}
	}
	p.failed(w, r, err)
}

// admin serves the office: one page for all its addresses, since the router is in the browser.
func (p *pages) admin(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/admin/")
	if name != "index.html" && p.adminAssets.serve(w, r, name) {
		return
	}
	if strings.HasPrefix(name, hashed) {
		http.NotFound(w, r)
		return
	}
	index, ok := p.adminAssets["index.html"]
	if !ok {
		p.message(w, http.StatusServiceUnavailable, notBuilt)
		return
	}
	w.Header().Set("Content-Security-Policy", p.policy())
	sendHTML(w, http.StatusOK, index.plain.all())
}

// index leads to the demo shops; a deployment with one shop, or a host of one, has no need of it.
func (p *pages) index(w http.ResponseWriter, r *http.Request) {
	ctx, err := p.app.gate.Authenticate(r.Context(), auth.Credentials{Host: r.Host})
	if err != nil {
		p.failed(w, r, err)
		return
	}
	if s := auth.StoreFrom(ctx); s != nil {
		http.Redirect(w, r, "/app/"+s.Slug+"/", http.StatusFound)
		return
	}
	stores, err := p.app.demoShops(r.Context())
	if err != nil {
		p.failed(w, r, err)
		return
	}
	l, ok := lang.FromAcceptLanguage(r.Header.Get("Accept-Language"))
	if !ok {
		l = lang.Default
	}
	type shop struct{ Slug, Name, About, Color string }
	var shops []shop
	for _, s := range stores {
		shops = append(shops, shop{s.Slug, s.In(s.Name, l), s.In(s.Description, l), s.Look.BrandColor})
	}
	p.page(w, http.StatusOK, p.indexPage, map[string]any{"Lang": string(l), "Shops": shops, "Title": "Dokon"})
}

// words is a message to somebody who came to a page, in the languages of the country.
type words struct{ Title, Uz, Ru, En string }

var (
	notBuilt = words{
		"Dokon", "Sahifalar hali yigʻilmagan: «make build».", "Страницы ещё не собраны: «make build».", "The pages are not built yet: run “make build”.",
	}
	noSuchShop = words{"404", "Bunday doʻkon topilmadi.", "Такой магазин не найден.", "There is no such store."}
	troubled   = words{
		"Dokon", "Bizda xatolik yuz berdi. Birozdan keyin qayta urinib koʻring.", "У нас произошла ошибка. Попробуйте ещё раз чуть позже.",
		"Something went wrong on our side. Please try again a little later.",
	}
)

// failed answers a page that could not be made.
func (p *pages) failed(w http.ResponseWriter, r *http.Request, err error) {
	if fault.Has(err, fault.StoreNotFound) {
		p.message(w, http.StatusNotFound, noSuchShop)
		return
	}
	p.app.log.ErrorContext(r.Context(), "page could not be made", "path", r.URL.Path, "error", err)
	w.Header().Set("Retry-After", "5")
	p.message(w, http.StatusServiceUnavailable, troubled)
}

func (p *pages) message(w http.ResponseWriter, status int, text words) {
	p.page(w, status, p.messagePage, map[string]any{"Lang": "uz", "Title": text.Title, "Text": text})
}

func (p *pages) page(w http.ResponseWriter, status int, t *template.Template, data any) {
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "frame.html", data); err != nil {
		panic(err) // templates are ours and their data is given here
	}
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self' https://web.telegram.org")
	sendHTML(w, status, out.Bytes())
}

func sendHTML(w http.ResponseWriter, status int, page []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(page)
}
