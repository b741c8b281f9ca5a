package fakegram

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

//go:embed page
var page embed.FS

// errMissing marks a control request that names somebody or something that is not there.
var errMissing = errors.New("not found")

// mountControl adds the page and the control API. Both answer loopback callers alone, under a loopback name, and writes must be JSON: so no web
// page on the developer's machine can press buttons here.
//
//	GET  /control/state                       everything, for the page
//	GET  /control/events                      SSE; "data: <version>" at every change
//	GET  /control/calls?method=               what bots called
//	POST /control/bots                        Bot
//	POST /control/people                      User
//	POST /control/places                      Chat
//	POST /control/members                     {token|bot, place, by, status, can_post_messages}
//	POST /control/fail                        Fault
//	POST /control/limits                      {on}
//	POST /control/clock                       {advance: "1m"}
//	GET  /control/chats/{bot}/{person}        the conversation; ?count=N&wait=10s waits until the bot has said N things
//	POST /control/chats/{bot}/{person}/{act}  act: start {payload} · text {text} · contact · card {phone_number …} · allow · block ·
//	                                          unblock · leave · press {message_id, row, column}
//	GET  /control/open/{bot}/{person}         redirects to a Mini App with launch data: ?message=&row=&column= or ?menu=1, ?link=, ?dark=1
//	GET  /control/files/{bot}/{file_id}       a picture
//	GET  /control/invoices/{slug}             an invoice
//	POST /control/invoices/{slug}/{act}       {person}: act is pay, pending, late, decline or cancel (see PayInvoice)
//	GET  /${slug}                             the sheet of an invoice as a page, as t.me/$<slug> opens it in Telegram
//	GET  /{username}?start=                   the page with this bot's chat open, as t.me/<bot>?start= opens it in Telegram
//
// {bot} is the bot's id.
func (s *Server) mountControl(mux *http.ServeMux) {
	static, err := fs.Sub(page, "page")
	if err != nil {
		panic(err) // the folder is embedded
	}
	files := http.FileServerFS(static)
	local := func(pattern string, h http.HandlerFunc) { mux.HandleFunc(pattern, onlyLocal(h)) }
	for _, name := range []string{"/{$}", "/page.css", "/page.js", "/text.js", "/invoice.js"} {
		local("GET "+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", pagePolicy)
			w.Header().Set("Cache-Control", "no-cache")
			files.ServeHTTP(w, r)
		})
	}
	local("GET /control/state", func(w http.ResponseWriter, r *http.Request) { answer(w, http.StatusOK, s.state()) })
	local("GET /control/events", s.serveEvents)
	local("GET /control/calls", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, append([]Call{}, s.Calls(r.URL.Query().Get("method"))...))
	})
	local("POST /control/bots", act(func(_ *http.Request, b Bot) (any, error) { return b.ID(), s.AddBot(b) }))
	local("POST /control/people", act(func(_ *http.Request, u User) (any, error) { return u.ID, s.AddPerson(u) }))
	local("POST /control/places", act(func(_ *http.Request, c Chat) (any, error) { return c.ID, s.AddPlace(c) }))
	local("POST /control/members", act(func(_ *http.Request, in struct {
		Token   string `json:"token"`
		Place   int64  `json:"place"`
		By      int64  `json:"by"`
		Status  string `json:"status"`
		CanPost bool   `json:"can_post_messages"`
	}) (any, error) {
		return true, s.SetMember(in.Token, in.Place, in.By, in.Status, in.CanPost)
	}))
	local("POST /control/fail", act(func(_ *http.Request, f Fault) (any, error) { s.FailNext(f); return true, nil }))
	local("POST /control/limits", act(func(_ *http.Request, in struct {
		On bool `json:"on"`
	}) (any, error) {
		s.SetLimits(in.On)
		return true, nil
	}))
	local("POST /control/clock", act(func(_ *http.Request, in struct {
		Advance string `json:"advance"`
	}) (any, error) {
		d, err := time.ParseDuration(in.Advance)
		if err == nil {
			s.Advance(d)
		}
		return s.Now(), err
	}))
	local("GET /control/chats/{bot}/{person}", s.serveChat)
	local("POST /control/chats/{bot}/{person}/{act}", act(s.serveAct))
	local("GET /control/open/{bot}/{person}", s.serveOpen)
	local("GET /control/files/{bot}/{file}", s.servePicture)
	local("GET /control/invoices/{slug}", s.serveInvoice)
	local("POST /control/invoices/{slug}/{act}", act(s.serveInvoiceAct))
	local("GET /{username}", s.serveLink)
}

// pagePolicy lets a page run what is ours alone.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src * data:"

// onlyLocal refuses callers that are not on this machine, and names that are not this machine's: a foreign page may point its own name here.
func onlyLocal(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from, _, _ := net.SplitHostPort(r.RemoteAddr)
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !isLoopback(from) || !isLoopback(host) {
			http.Error(w, "only for this machine", http.StatusForbidden)
			return
		}
		h(w, r)
	}
}

// act reads a JSON body into In, does the act and answers {"ok":true,"result":…} or {"ok":false,"error":…}.
func act[In any](do func(*http.Request, In) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") != "application/json" {
			answer(w, http.StatusUnsupportedMediaType, map[string]any{"ok": false, "error": "the body must be application/json"})
			return
		}
		var in In
		dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&in); err != nil {
			answer(w, http.StatusBadRequest, map[string]any{"ok": false, "error": err.Error()})
			return
		}
		result, err := do(r, in)
		if err != nil {
			status := http.StatusBadRequest
			if errors.Is(err, errMissing) {
				status = http.StatusNotFound
			}
			answer(w, status, map[string]any{"ok": false, "error": err.Error()})
			return
		}
		answer(w, http.StatusOK, map[string]any{"ok": true, "result": result})
	}
}

// client finds the chat that the path names.
func (s *Server) client(r *http.Request) (*Client, error) {
	person, err := strconv.ParseInt(r.PathValue("person"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("person %q: %w", r.PathValue("person"), errMissing)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, b := range s.bots {
		if strconv.FormatInt(b.ID(), 10) == r.PathValue("bot") && s.people[person] != nil {
			return s.Open(person, token), nil
		}
	}
	return nil, fmt.Errorf("bot %s and person %d: %w", r.PathValue("bot"), person, errMissing)
}

// actInput is the body of every act of a person.
type actInput struct {
	Payload   string `json:"payload"`
	Text      string `json:"text"`
	MessageID int64  `json:"message_id"`
	Row       int    `json:"row"`
	Column    int    `json:"column"`
	Contact
}

func (s *Server) serveAct(r *http.Request, in actInput) (any, error) {
	c, err := s.client(r)
	if err != nil {
		return nil, err
	}
	switch r.PathValue("act") {
	case "start":
		return true, c.Start(in.Payload)
	case "text":
		return true, c.Say(in.Text)
	case "contact":
		return true, c.ShareContact()
	case "card":
		return true, c.SendCard(in.Contact)
	case "allow":
		return true, c.AllowWriting()
	case "block":
		return true, c.Block()
	case "unblock":
		return true, c.Unblock()
	case "leave":
		return true, c.DeleteAccount()
	case "press":
		button, err := c.at(in.MessageID, in.Row, in.Column)
		if err != nil {
			return nil, err
		}
		return c.Tap(button)
	}
	return nil, fmt.Errorf("act %q: %w", r.PathValue("act"), errMissing)
}

// at is the button at a place in a message.
func (c *Client) at(message int64, row, column int) (Button, error) {
	for _, m := range c.Messages() {
		if m.ID == message && m.ReplyMarkup != nil && row >= 0 && row < len(m.ReplyMarkup.Rows) &&
			column >= 0 && column < len(m.ReplyMarkup.Rows[row]) {
			return m.ReplyMarkup.Rows[row][column], nil
		}
	}
	return Button{}, fmt.Errorf("message %d has no button at row %d, column %d: %w", message, row, column, errMissing)
}

func (s *Server) serveChat(w http.ResponseWriter, r *http.Request) {
	c, err := s.client(r)
	if err != nil {
		answer(w, http.StatusNotFound, map[string]any{"ok": false, "error": err.Error()})
		return
	}
	if count, err := strconv.Atoi(r.URL.Query().Get("count")); err == nil {
		wait, err := time.ParseDuration(r.URL.Query().Get("wait"))
		if err != nil {
			wait = 10 * time.Second
		}
		ctx, cancel := context.WithTimeout(r.Context(), wait)
		defer cancel()
		if _, err := c.WaitReceived(ctx, count); err != nil {
			answer(w, http.StatusGatewayTimeout, map[string]any{"ok": false, "error": err.Error(), "result": c.Messages()})
			return
		}
	}
	answer(w, http.StatusOK, map[string]any{"ok": true, "result": append([]Message{}, c.Messages()...)})
}

// serveOpen sends a browser to where a button leads.
func (s *Server) serveOpen(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	c, err := s.client(r)
	var to Tapped
	launch := Launch{Dark: q.Get("dark") == "1", Platform: q.Get("platform")}
	switch {
	case err != nil:
	case q.Get("menu") != "":
		to, err = c.Menu(launch)
	case q.Get("link") != "":
		to, err = c.Follow(q.Get("link"), launch)
	default:
		message, _ := strconv.ParseInt(q.Get("message"), 10, 64)
		row, _ := strconv.Atoi(q.Get("row"))
		column, _ := strconv.Atoi(q.Get("column"))
		var button Button
		if button, err = c.at(message, row, column); err == nil && button.URL == "" && button.WebApp == nil {
			err = fmt.Errorf("button %q opens nothing", button.Text)
		}
		if err == nil {
			to, err = c.TapWith(button, launch)
		}
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	if to.URL == "" {
		to.URL = "/"
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", to.URL)
	w.WriteHeader(http.StatusFound)
}

// serveLink opens the chat with a bot. The button Start sends the payload, as a person's Telegram does; nothing is sent before.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.PathValue("username"), "$") {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		w.Header().Set("Cache-Control", "no-store")
		http.ServeFileFS(w, r, page, "page/invoice.html")
		return
	}
	payload := r.URL.Query().Get("start")
	if !payloadForm.MatchString(payload) {
		http.Error(w, "start payload: at most 64 of A-Z a-z 0-9 _ -", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	var id int64
	for _, b := range s.bots {
		if strings.EqualFold(b.Username, r.PathValue("username")) {
			id = b.ID()
		}
	}
	s.mu.Unlock()
	if id == 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", "/?"+url.Values{"start": {payload}}.Encode()+"#"+strconv.FormatInt(id, 10))
	w.WriteHeader(http.StatusFound)
}

// serveEvents tells a page when to look again.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	for {
		s.mu.Lock()
		version, changed := s.version, s.changed
		s.mu.Unlock()
		if _, err := fmt.Fprintf(w, "data: %d\n\n", version); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-s.stopped.Done():
			return
		}
	}
}

func (s *Server) servePicture(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	var f *file
	for _, b := range s.bots {
		if strconv.FormatInt(b.ID(), 10) == r.PathValue("bot") {
			f = b.files[r.PathValue("file")]
		}
	}
	s.mu.Unlock()
	switch {
	case f == nil:
		http.NotFound(w, r)
	case f.address != "":
		http.Redirect(w, r, f.address, http.StatusFound)
	default:
		w.Header().Set("Content-Type", http.DetectContentType(f.data))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(f.data) // the caller is gone when this fails
	}
}
