package main

import (
	"context"
	"errors"
	"strings"

	"github.com/mymmrac/telego"
)

// A sign-in on a web page is confirmed here: its link opens the chat with this code, and only a press of a button that names
// the page signs in. The code is nobody's proof and says nothing of its page by itself, so it is not reported like the codes
// that lead into the shop.
const signInPrefix = "l_"

// longestSite is how much of a host fits a button; the message has it whole.
const longestSite = 40

// askSignIn asks whoever opened the link of a web page's sign-in whether it is theirs.
func (s *shop) askSignIn(ctx context.Context, p *telego.User, code string) error {
	_, failed := s.tell(ctx, p, func(r *report) { r.WriteAccess = new("ALLOWED") })
	l := s.speaks(p)
	w := sentences[l]
	asked, err := s.api.signInOf(ctx, s.BotID, code, s.Store.Slug, l)
	switch {
	case err != nil:
		return errors.Join(failed, err, s.say(ctx, p.ID, message{html: w.Busy}))
	case asked == nil:
		return errors.Join(failed, s.say(ctx, p.ID, message{html: w.WebGone}))
	}
	m := message{html: fill(w.WebAsk, "store", clip(s.names(l), 100), "number", asked.MatchCode)}
	yes := w.ButtonWebYes
	if asked.Site != "" {
		m.html += fill(w.WebSite, "site", asked.Site)
		yes = fillPlain(w.ButtonWebYesTo, "site", ending(asked.Site, longestSite))
	}
	if asked.Device != "" {
		m.html += fill(w.WebDevice, "device", asked.Device)
	}
	m.html += w.WebWarning
	m.row(dataButton(yes, pressSignIn+code, "success"))
	m.row(dataButton(w.ButtonWebNo, pressRefuse+code, ""))
	return errors.Join(failed, s.say(ctx, p.ID, m))
}

// ending is the last n letters of a host, where its owner stands.
func ending(host string, n int) string {
	if len(host) <= n {
		return host
	}
	return "…" + host[len(host)-n:]
}

// answerSignIn passes the person's answer on and puts it in place of the question.
func (s *shop) answerSignIn(ctx context.Context, q *telego.CallbackQuery, l language, code string, isApproved bool) (string, bool, error) {
	site, refusals, err := s.api.answerSignIn(ctx, signInAnswer{
		BotID: s.BotID, Code: code, IsApproved: isApproved, TelegramID: q.From.ID, FirstName: q.From.FirstName,
		LastName: given(q.From.LastName), Username: given(q.From.Username), LanguageCode: given(q.From.LanguageCode),
	}, s.Store.Slug, l)
	if err != nil {
		return sentences[l].Busy, true, err
	}
	var said string
	switch {
	case len(refusals) > 0:
		said = escape(refusals[0].Message)
	case !isApproved:
		said = sentences[l].WebRefused
	case site == "":
		said = sentences[l].WebDone
	default:
		said = fill(sentences[l].WebDoneAt, "site", site)
	}
	if q.Message != nil {
		_, err = s.put(ctx, q.From.ID, int64(q.Message.GetMessageID()), message{html: said})
	}
	return "", false, err
}

// isSignIn tells a start code of a web page's sign-in.
func isSignIn(code string) bool {
	return strings.HasPrefix(code, signInPrefix) && len(code) > len(signInPrefix)
}
