package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mymmrac/telego"
)

// Data of callback buttons: what to do, a colon, with what. At most 64 bytes.
const (
	pressAccept = "accept:"
	pressSpeak  = "speak:"
	pressSignIn = "in:"
	pressRefuse = "out:"
)

// pressed acts on a callback button and always answers, else the person's client waits for ever.
func (s *shop) pressed(ctx context.Context, q *telego.CallbackQuery) error {
	text, alert, err := s.press(ctx, q)
	answer := s.bot.AnswerCallbackQuery(ctx, &telego.AnswerCallbackQueryParams{
		CallbackQueryID: q.ID, Text: clip(text, 200), ShowAlert: alert,
	})
	if v, _ := judge(answer); v == stale {
		answer = nil // answered already, or too late for the client
	}
	if answer != nil {
		answer = fmt.Errorf("answer a pressed button: %w", answer)
	}
	return errors.Join(err, answer)
}

func (s *shop) press(ctx context.Context, q *telego.CallbackQuery) (text string, alert bool, err error) {
	l := s.speaks(&q.From)
	if id, ok := strings.CutPrefix(q.Data, pressAccept); ok {
		return s.accept(ctx, q, l, id)
	}
	if chosen, ok := strings.CutPrefix(q.Data, pressSpeak); ok && sentences[language(chosen)] != nil {
		return s.speak(ctx, q, language(chosen))
	}
	if code, ok := strings.CutPrefix(q.Data, pressSignIn); ok {
		return s.answerSignIn(ctx, q, l, code, true)
	}
	if code, ok := strings.CutPrefix(q.Data, pressRefuse); ok {
		return s.answerSignIn(ctx, q, l, code, false)
	}
	return sentences[l].Outdated, false, nil
}

// accept confirms an order in the name of the person who pressed: the mutation of the admin, with the rights of that person. The message is
// edited by the notice that follows, in every chat that has it.
func (s *shop) accept(ctx context.Context, q *telego.CallbackQuery, l language, orderID string) (string, bool, error) {
	as := caller{store: s.Store.Slug, staff: q.From.ID, language: l, key: "press-" + q.ID}
	number, refusals, err := s.api.confirm(ctx, as, orderID)
	var denied *apiError
	switch {
	case errors.As(err, &denied) && (denied.Code == "FORBIDDEN" || denied.Code == "UNAUTHENTICATED"):
		return sentences[l].NotStaff, true, nil
	case err != nil:
		return sentences[l].Busy, true, err
	case len(refusals) > 0:
		return fillPlain(sentences[l].Refused, "why", refusals[0].Message), true, nil
	}
	return fillPlain(sentences[l].Accepted, "number", fmt.Sprint(number)), false, nil
}

func askLanguage(l language) message {
	m := message{html: sentences[l].LangAsk}
	for i := 0; i < len(languages); i += 2 {
		m.row(dataButton(sentences[languages[i]].Name, pressSpeak+string(languages[i]), ""),
			dataButton(sentences[languages[i+1]].Name, pressSpeak+string(languages[i+1]), ""))
	}
	return m
}

// speak keeps the language that a person picked and shows at once that it is understood.
func (s *shop) speak(ctx context.Context, q *telego.CallbackQuery, l language) (string, bool, error) {
	got, err := s.tell(ctx, &q.From, func(r *report) { r.Language = &l })
	if err != nil {
		return sentences[s.speaks(&q.From)].Busy, true, err
	}
	s.spoken.put(q.From.ID, l)
	m := message{html: sentences[l].LangSaved}
	m.row(appButton(sentences[l].ButtonShop, s.app("/")))
	if q.Message != nil {
		_, err = s.put(ctx, q.From.ID, int64(q.Message.GetMessageID()), m)
	}
	return "", false, errors.Join(err, s.furnish(ctx, q.From.ID, l, got.IsStaff))
}
