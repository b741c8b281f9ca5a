package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/secret"
)

// Sender sends to webhooks.
type Sender struct {
	DB  *db.DB
	Box *secret.Box
	Now func() time.Time
	// AllowPrivate lets addresses lead into private networks and begin with http.
	AllowPrivate bool
	// Check judges a query that somebody wants to store; the fault is at input.query.
	Check func(query string) *fault.Error
	// Ask answers a stored query about an event with the rights of the webhook.
	Ask func(ctx context.Context, w *Webhook, e *journal.Event) (json.RawMessage, error)
	// GivenUp, unless nil, tells people that a webhook was switched off, in the transaction that does it.
	GivenUp func(ctx context.Context, tx *db.Tx, w *Webhook) error

	client *http.Client
}

// New completes a sender; Check and Ask may be set later, before it is used.
func New(s Sender) *Sender {
	s.client = NewClient(s.AllowPrivate)
	return &s
}

// attempt sends an event and notes in d what came of it; d's state is left to the caller. Error: what has nothing to do with
// the receiver, such as a database that is away.
func (s *Sender) attempt(ctx context.Context, w *Webhook, e *journal.Event, d *Delivery) error {
	body, err := s.compose(ctx, w, e, d)
	if err != nil {
		return err
	}
	now := s.Now()
	secrets, err := w.secrets(s.Box, now)
	if err != nil {
		return err
	}
	d.Attempts, d.AttemptedAt, d.RequestBody = d.Attempts+1, now, kept(body, keptRequest, nil)
	d.Status, d.Error, d.ResponseBody = nil, "", ""
	defer func() { d.DurationMS = int(s.Now().Sub(now).Milliseconds()) }()
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		d.Error = "the address is not valid"
		return nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Dokon-Webhook/1")
	r.Header.Set("Dokon-Delivery", d.NodeID().String())
	r.Header.Set("Dokon-Event", string(d.Type))
	r.Header.Set("Dokon-Timestamp", fmt.Sprint(now.Unix()))
	r.Header.Set(signatureHeader, signature(secrets, now, body))
	answer, err := s.client.Do(r)
	if err != nil {
		d.Error = said1(err, secrets)
		return nil
	}
	defer func() { _ = answer.Body.Close() }()
	d.Status = &answer.StatusCode
	text, err := io.ReadAll(io.LimitReader(answer.Body, keptResponse+1))
	d.ResponseBody = kept(text, keptResponse, secrets)
	if err != nil {
		d.Error = said1(err, secrets)
	}
	if answer.StatusCode >= 300 && answer.StatusCode < 400 {
		d.Error = "redirects are not followed"
	}
	return nil
}

// compose writes the message about an event.
func (s *Sender) compose(ctx context.Context, w *Webhook, e *journal.Event, d *Delivery) ([]byte, error) {
	m := message{Delivery: d.NodeID(), Webhook: w.NodeID(), Event: said{
		Sequence: e.Seq, Type: string(d.Type), Version: e.Version, OccurredAt: e.OccurredAt, ActorKind: e.ActorKind,
	}}
	if e.SubjectKind != "" {
		m.Event.SubjectID = e.SubjectID().String()
	}
	if w.Query != "" {
		answer, err := s.Ask(ctx, w, e)
		if err != nil {
			return nil, fmt.Errorf("answer the query of webhook %s: %w", w.ID, err)
		}
		m.Answer = answer
	}
	return json.Marshal(m)
}

// said1 is an error of sending without the address, which may hold a key, and without secrets.
func said1(err error, secrets []string) string {
	var u *url.Error
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate.Error()
	case errors.As(err, &u) && u.Timeout():
		return "no answer in time"
	case errors.As(err, &u):
		err = u.Err
	}
	return kept([]byte(err.Error()), 300, secrets)
}

// kept is a text as the log of deliveries keeps it: bounded, valid for the database, and with secrets masked.
func kept(text []byte, limit int, secrets []string) string {
	s := string(text)
	for _, masked := range secrets {
		s = strings.ReplaceAll(s, masked, "••••")
	}
	if len(s) > limit {
		s = s[:limit] + "…"
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\x00", string(utf8.RuneError))
}

// took tells whether the receiver took the message, and whether it refused it for good.
func (d *Delivery) took() (taken, refused bool) {
	if d.Status == nil || d.Error != "" {
		return false, false
	}
	return *d.Status >= 200 && *d.Status < 300, *d.Status == http.StatusUnprocessableEntity
}

// Pauses between attempts: a second, doubled with each failure, a quarter of an hour at most; and half of it by chance, so
// that receivers who come back are not met by all shops at once.
const longestPause = 15 * time.Minute

func pause(failures int) time.Duration {
	p := min(longestPause, time.Second<<min(failures, 20))
	return p/2 + rand.N(p/2+1)
}

// Test sends a message of the type TEST and answers what came of it. It is tried once and changes nothing else.
// Faults: INVALID_ID and NOT_FOUND at id.
func (s *Sender) Test(ctx context.Context, storeID int64, which id.ID) (*Delivery, error) {
	key, err := which.Must(id.Webhook, "input", "id")
	if err != nil {
		return nil, err
	}
	var w *Webhook
	err = s.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) (err error) {
		w, err = byID(ctx, q, storeID, key)
		return err
	})
	if err != nil {
		return nil, err
	}
	now := s.Now()
	d := &Delivery{StoreID: storeID, ID: id.New(), WebhookID: w.ID, Type: testType, State: GivenUp, CreatedAt: now}
	plain := *w
	plain.Query = "" // there is nothing to ask about
	if err := s.attempt(ctx, &plain, &journal.Event{OccurredAt: now, ActorKind: journal.Staff}, d); err != nil {
		return nil, err
	}
	if taken, _ := d.took(); taken {
		d.State = Delivered
	}
	err = s.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(d).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keep test of webhook %s: %w", w.ID, err)
	}
	return d, nil
}

// testType is what tests say they are; nothing in the journal has it.
const testType journal.Type = "TEST"
