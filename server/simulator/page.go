package simulator

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

//go:embed page
var pageFiles embed.FS

// pages are parsed once; the language comes with the data.
var pages = template.Must(template.New("").Funcs(template.FuncMap{"last": isLast}).ParseFS(pageFiles, "page/*.html"))

func isLast(i, of int) bool { return i == of-1 }

// view is what a page is made of.
type view struct {
	Provider  string
	Lang      string
	Languages []string
	at        url.URL // of the page
	Home      string  // the list
	Deal      *Deal
	Moves     []Move
	Deals     []*Deal
	Problem   *Unpayable
}

// T is a word in the language of the page.
func (v view) T(key any) string {
	switch key := key.(type) {
	case string:
		return words[key].in(v.Lang)
	case Status:
		return words[string(key)].in(v.Lang)
	case Move:
		return words[string(key)].in(v.Lang)
	}
	return ""
}

// In is the same page in another language.
func (v view) In(language string) string {
	query := v.at.Query()
	query.Set("lang", language)
	v.at.RawQuery = query.Encode()
	return v.at.RequestURI()
}

// Action is where the buttons lead.
func (v view) Action() string { return v.at.RequestURI() }

// Retry is where the bill of a deal that came to nothing is paid once more; empty for another.
func (v view) Retry() string {
	if d := v.Deal; d.ID != "" && d.Link != "" && slices.Contains([]Status{Refused, Declined, Canceled, Expired}, d.Status) {
		return v.Home + d.Link
	}
	return ""
}

// Sum writes an amount.
func (v view) Sum(amount money.Tiyin) string { return money.New(amount).Format(moneyIn[v.Lang]) }

// Seconds before the buyer is brought back by itself; 0 for never.
func (v view) Seconds() int {
	if d := v.Deal; d != nil && d.Status == Paid && d.Back != "" && d.Wait > 0 {
		return int(d.Wait.Seconds()) + 1
	}
	return 0
}

func (s *Simulator) home() string { return "/simulator/" + s.Code() + "/" }

// speaks is the language of a page: as asked for, else that of the bill, else the browser's.
func speaks(r *http.Request, bill string) string {
	if l := r.URL.Query().Get("lang"); slices.Contains(languages, l) {
		return l
	}
	if slices.Contains(languages, bill) {
		return bill
	}
	l, _ := lang.FromAcceptLanguage(r.Header.Get("Accept-Language"), lang.UzLatn, lang.RU, lang.EN)
	for name, is := range moneyIn {
		if is == l {
			return name
		}
	}
	return languages[0]
}

func (s *Simulator) send(w http.ResponseWriter, r *http.Request, status int, page string, v view) {
	v.Provider, v.Languages, v.Home, v.at = s.Name(), languages, s.home(), *r.URL
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, page, v); err != nil {
		panic(err) // templates are ours and their data is given here
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

func (s *Simulator) list(w http.ResponseWriter, r *http.Request) {
	all := s.newest()
	v := view{Lang: speaks(r, "")}
	for _, d := range all {
		v.Deals = append(v.Deals, d.copy())
	}
	s.send(w, r, http.StatusOK, "list.html", v)
}

// copy is the deal as it stands, for a page.
func (d *Deal) copy() *Deal {
	d.mu.Lock()
	defer d.mu.Unlock()
	return &Deal{ID: d.ID, Bill: d.Bill, Status: d.Status, At: d.At, Calls: slices.Clone(d.Calls), Link: d.Link, Name: d.Name, Receipt: d.Receipt}
}

// bill shows what is to be paid.
func (s *Simulator) bill(w http.ResponseWriter, r *http.Request) {
	b, ok := s.read(w, r)
	if !ok {
		return
	}
	d := &Deal{Bill: b, Status: Begun}
	s.send(w, r, http.StatusOK, "deal.html", view{Lang: speaks(r, b.Language), Deal: d, Moves: s.Moves(d)})
}

// read understands the link; for one that leads to no bill it answers.
func (s *Simulator) read(w http.ResponseWriter, r *http.Request) (Bill, bool) {
	query := r.URL.Query()
	query.Del("lang")
	b, err := s.Bill(r.PathValue("link"), query)
	var problem *Unpayable
	if errors.As(err, &problem) {
		s.send(w, r, http.StatusNotFound, "problem.html", view{Lang: speaks(r, b.Language), Problem: problem})
		return b, false
	}
	if !mayLead(b.Back) {
		b.Back = ""
	}
	return b, true
}

// mayLead tells whether a buyer can be sent to an address.
func mayLead(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains([]string{"https", "http"}, u.Scheme)
}

// begin makes the first move on a bill.
func (s *Simulator) begin(w http.ResponseWriter, r *http.Request) {
	b, ok := s.read(w, r)
	if !ok {
		return
	}
	query := r.URL.Query()
	language := query.Get("lang")
	query.Del("lang")
	link := strings.TrimPrefix(r.URL.EscapedPath(), s.home())
	if code := query.Encode(); code != "" {
		link += "?" + code
	}
	d := s.open(b, link)
	s.make(r.Context(), d, Move(r.PostFormValue("move")))
	s.lead(w, r, d, language)
}

// show is the page of a deal.
func (s *Simulator) show(w http.ResponseWriter, r *http.Request) {
	d := s.deal(r.PathValue("id"))
	if d == nil {
		s.send(w, r, http.StatusNotFound, "problem.html", view{Lang: speaks(r, ""), Problem: &Unpayable{Word: "noDeal"}})
		return
	}
	d = d.copy()
	s.send(w, r, http.StatusOK, "deal.html", view{Lang: speaks(r, d.Language), Deal: d, Moves: s.movesOf(d)})
}

func (s *Simulator) move(w http.ResponseWriter, r *http.Request) {
	if d := s.deal(r.PathValue("id")); d != nil {
		s.make(r.Context(), d, Move(r.PostFormValue("move")))
		s.lead(w, r, d, r.URL.Query().Get("lang"))
		return
	}
	s.show(w, r)
}

// lead brings the browser to the page of a deal, so that going on and back sends nothing twice.
func (s *Simulator) lead(w http.ResponseWriter, r *http.Request, d *Deal, language string) {
	to := s.home() + "deals/" + d.ID
	if slices.Contains(languages, language) {
		to += "?lang=" + language
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}
