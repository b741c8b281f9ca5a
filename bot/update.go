package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mymmrac/telego"
)

// update answers one thing that Telegram told the bot.
func (s *shop) update(ctx context.Context, u telego.Update) error {
	switch {
	case u.PreCheckoutQuery != nil:
		return s.preCheckout(ctx, u.PreCheckoutQuery)
	case u.CallbackQuery != nil:
		return s.pressed(ctx, u.CallbackQuery)
	case u.MyChatMember != nil:
		return s.membership(ctx, u.MyChatMember)
	case u.Message == nil || u.Message.Chat.Type != telego.ChatTypePrivate || u.Message.From == nil || u.Message.From.IsBot:
		return nil // groups and channels: the bot has nothing to say there
	case u.Message.Contact != nil:
		return s.contact(ctx, u.Message)
	case u.Message.WriteAccessAllowed != nil:
		_, err := s.tell(ctx, u.Message.From, func(r *report) { r.WriteAccess = new("ALLOWED") })
		return err
	}
	return s.said(ctx, u.Message)
}

// tell reports what is known of a person and learns their language from the answer.
func (s *shop) tell(ctx context.Context, p *telego.User, more func(*report)) (reported, error) {
	r := report{
		BotID: s.BotID, TelegramID: p.ID, FirstName: &p.FirstName,
		LastName: given(p.LastName), Username: given(p.Username), LanguageCode: given(p.LanguageCode),
	}
	more(&r)
	got, err := s.api.report(ctx, r, s.Store.Slug, s.speaks(p))
	if err != nil {
		return got, fmt.Errorf("report person: %w", err)
	}
	if sentences[got.Language] != nil {
		s.spoken.put(p.ID, got.Language)
	}
	return got, nil
}

// given is nil for an empty text: Telegram leaves out what a person has not got.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// speaks is the language for a person: what they chose, else that of their Telegram, else the shop's.
func (s *shop) speaks(p *telego.User) language {
	chosen, _ := s.spoken.get(p.ID)
	return known(chosen, spoken(p.LanguageCode), s.language())
}

// said answers a text: a command, or anything else with a short help.
func (s *shop) said(ctx context.Context, m *telego.Message) error {
	word, rest, _ := strings.Cut(m.Text, " ")
	command, _, _ := strings.Cut(strings.ToLower(word), "@")
	switch command {
	case "/start":
		return s.started(ctx, m.From, strings.TrimSpace(rest))
	case "/stop":
		no := false
		return s.reply(ctx, m.From, func(r *report) { r.WantsMarketing = &no }, func(l language) message {
			return message{html: sentences[l].StopDone}
		})
	case "/lang":
		return s.reply(ctx, m.From, nil, askLanguage)
	case "/admin":
		return s.letIn(ctx, m.From)
	case "/orders":
		return s.reply(ctx, m.From, nil, func(l language) message {
			out := message{html: sentences[l].Orders}
			out.row(appButton(sentences[l].ButtonOrders, s.app("/orders")))
			return out
		})
	case "/support", "/paysupport":
		return s.reply(ctx, m.From, nil, func(l language) message { return s.support(l, command == "/paysupport") })
	case "/terms":
		return s.reply(ctx, m.From, nil, s.terms)
	case "/shop":
		return s.reply(ctx, m.From, nil, func(l language) message {
			out := message{html: fill(sentences[l].Shop, "store", s.names(l))}
			out.row(appButton(sentences[l].ButtonShop, s.app("/")))
			return out
		})
	}
	return s.reply(ctx, m.From, nil, func(l language) message {
		out := message{html: sentences[l].Help}
		out.row(appButton(sentences[l].ButtonShop, s.app("/")))
		return out
	})
}

// reply reports the person when there is something to report, or when their language is not known yet, and then speaks to them. A server that
// cannot be reached does not make the bot mute: the language is guessed then.
func (s *shop) reply(ctx context.Context, p *telego.User, more func(*report), what func(language) message) error {
	var failed error
	if _, isKnown := s.spoken.get(p.ID); more != nil || !isKnown {
		if more == nil {
			more = func(*report) {}
		}
		_, failed = s.tell(ctx, p, more)
	}
	return errors.Join(failed, s.say(ctx, p.ID, what(s.speaks(p))))
}

// say sends a message in answer to a person. One who stopped the bot meanwhile is no error.
func (s *shop) say(ctx context.Context, chat int64, m message) error {
	for {
		_, err := s.put(ctx, chat, 0, m)
		switch v, _ := judge(err); v {
		case flooded: // put has paused the bot; the next turn comes after that
		case blocked, goneAway, stranger:
			return nil
		case revoked:
			s.revoke(ctx)
			return nil
		default:
			return err
		}
		if ctx.Err() != nil {
			return err
		}
	}
}

// started answers /start: a greeting with one button straight to what the link was about. The code is reported too, since a client may lose it
// on the way into the Mini App.
func (s *shop) started(ctx context.Context, p *telego.User, code string) error {
	if !payloadForm.MatchString(code) {
		code = ""
	}
	if isSignIn(code) {
		return s.askSignIn(ctx, p, code)
	}
	yes := true
	got, failed := s.tell(ctx, p, func(r *report) {
		r.WriteAccess, r.WantsMarketing = new("ALLOWED"), &yes
		r.StartParam = given(code)
	})
	l := s.speaks(p)
	err := s.say(ctx, p.ID, s.greeting(l, p.FirstName, code))
	return errors.Join(failed, err, s.furnish(ctx, p.ID, l, got.IsStaff))
}

func (s *shop) greeting(l language, name, code string) message {
	w := sentences[l]
	text, button := w.Greeting, w.ButtonShop
	switch kind, id, _ := strings.Cut(code, "_"); {
	case id == "":
	case kind == "p":
		text, button = w.GreetingProduct, w.ButtonProduct
	case kind == "c":
		text, button = w.GreetingCategory, w.ButtonCategory
	case kind == "o":
		text, button = w.GreetingOrder, w.ButtonOrder
	}
	m := message{html: fill(text, "name", clip(name, 64), "store", clip(s.names(l), 100))}
	m.row(appButton(button, s.start(code)))
	return m
}

// furnish gives a person the menu button in their language, where it is not everybody's, and staff the command into the admin.
func (s *shop) furnish(ctx context.Context, person int64, l language, isStaff bool) error {
	last, ok := s.menus.get(person)
	var err error
	if !ok && l != s.language() || ok && last != l {
		if err = s.menu(ctx, person, l); err == nil {
			s.menus.put(person, l)
		}
	}
	if isStaff {
		list := append(commands(l), telego.BotCommand{Command: "admin", Description: sentences[l].CommandAdmin})
		scope := &telego.BotCommandScopeChat{Type: telego.ScopeTypeChat, ChatID: telego.ChatID{ID: person}}
		if e := s.bot.SetMyCommands(ctx, &telego.SetMyCommandsParams{Commands: list, Scope: scope}); e != nil {
			err = errors.Join(err, fmt.Errorf("commands of staff: %w", e))
		}
	}
	return err
}

// contact takes a shared card. Only the sender's own counts: anybody can send anybody's.
func (s *shop) contact(ctx context.Context, m *telego.Message) error {
	if m.Contact.UserID != m.From.ID {
		return s.reply(ctx, m.From, nil, func(l language) message { return message{html: sentences[l].ContactForeign} })
	}
	phone := "+" + strings.TrimPrefix(m.Contact.PhoneNumber, "+")
	got, err := s.tell(ctx, m.From, func(r *report) { r.Phone = &phone })
	l := s.speaks(m.From)
	switch {
	case err != nil:
		return errors.Join(err, s.say(ctx, m.From.ID, message{html: sentences[l].Busy}))
	case len(got.Errors) > 0:
		return s.say(ctx, m.From.ID, message{html: escape(got.Errors[0].Message)})
	}
	return s.say(ctx, m.From.ID, message{html: fill(sentences[l].ContactSaved, "phone", clip(phone, 20))})
}

// membership learns that a person stopped the bot or let it write again.
func (s *shop) membership(ctx context.Context, c *telego.ChatMemberUpdated) error {
	if c.Chat.Type != telego.ChatTypePrivate || c.NewChatMember == nil {
		return nil
	}
	access := "ALLOWED"
	if status := c.NewChatMember.MemberStatus(); status == telego.MemberStatusBanned || status == telego.MemberStatusLeft {
		access = "BLOCKED"
	}
	_, err := s.tell(ctx, &c.From, func(r *report) { r.WriteAccess = &access })
	return err
}

// letIn sends a member of staff a one-time link.
func (s *shop) letIn(ctx context.Context, p *telego.User) error {
	l := s.speaks(p)
	address, refusals, err := s.api.signIn(ctx, s.BotID, p.ID, s.Store.Slug, l)
	switch {
	case err != nil:
		return errors.Join(err, s.say(ctx, p.ID, message{html: sentences[l].Busy}))
	case len(refusals) > 0:
		return s.say(ctx, p.ID, message{html: escape(refusals[0].Message)})
	case address == "":
		return s.say(ctx, p.ID, message{html: sentences[l].NotStaff})
	}
	m := message{html: sentences[l].StaffLink}
	m.link(sentences[l].ButtonSignIn, address)
	return s.say(ctx, p.ID, m)
}
