package fakegram

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// payloadForm is what a start code may be made of.
var payloadForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// Client is one person's Telegram, opened at the chat with one bot. What it does, the bot is told.
type Client struct {
	s      *Server
	token  string
	person int64
}

// Open gives the person's chat with the bot. Both must exist when it is used.
func (s *Server) Open(personID int64, token string) *Client { return &Client{s, token, personID} }

// Tapped is what pressing something led to. One of the fields is set.
type Tapped struct {
	// URL is an address that opens: a Mini App with its launch data, or an ordinary page.
	URL string `json:"url,omitempty"`
	// QueryID is the pressed callback button, for Answer.
	QueryID string `json:"query_id,omitempty"`
	// Copied is the text that went to the clipboard.
	Copied string `json:"copied,omitempty"`
	// Started: the link led to the bot and Start was pressed.
	Started bool `json:"started,omitempty"`
}

// act runs do with the person's side of the chat, under the lock.
func (c *Client) act(do func(b *bot, p *person, t *chat) error) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	b, p := c.s.bots[c.token], c.s.people[c.person]
	switch {
	case b == nil:
		return errors.New("no bot has this token")
	case p == nil:
		return fmt.Errorf("nobody has the id %d", c.person)
	case p.gone:
		return fmt.Errorf("person %d deleted their account", c.person)
	}
	return do(b, p, b.with(p))
}

// Start presses Start, after following a link with the payload when there is one. A person who had blocked the bot unblocks it so.
func (c *Client) Start(payload string) error {
	if !payloadForm.MatchString(payload) {
		return fmt.Errorf("start payload %q: at most 64 of A-Z a-z 0-9 _ -", payload)
	}
	return c.act(func(b *bot, p *person, t *chat) error {
		c.s.start(b, p, t, payload)
		return nil
	})
}

func (s *Server) start(b *bot, p *person, t *chat, payload string) {
	s.unblock(b, p, t)
	t.started = true
	s.say(b, p, t, strings.TrimSpace("/start "+payload))
}

// Say sends a text.
func (c *Client) Say(text string) error {
	return c.act(func(b *bot, p *person, t *chat) error {
		if !t.started || t.blocked {
			return errors.New("the person has not started this bot, or has blocked it")
		}
		if strings.TrimSpace(text) == "" || units(text) > maxText {
			return fmt.Errorf("a text has 1 to %d characters", maxText)
		}
		c.s.say(b, p, t, text)
		return nil
	})
}

func (s *Server) say(b *bot, p *person, t *chat, text string) {
	m := &Message{From: &p.User, Text: strings.TrimSpace(text)}
	if word, _, _ := strings.Cut(m.Text, " "); strings.HasPrefix(word, "/") && len(word) > 1 {
		m.Entities = []Entity{{Type: "bot_command", Length: units(word)}}
	}
	s.add(b, t, m)
	s.deliver(b, Update{Message: m})
}

// ShareContact sends the person's own card, as a request_contact button or requestContact of a Mini App does.
func (c *Client) ShareContact() error {
	return c.act(func(b *bot, p *person, t *chat) error {
		card := p.card()
		m := &Message{From: &p.User, Contact: &card}
		c.s.add(b, t, m)
		t.keyboard = nil
		c.s.deliver(b, Update{Message: m})
		return nil
	})
}

// SendCard sends anybody's card, which the messenger lets everyone do.
func (c *Client) SendCard(card Contact) error {
	return c.act(func(b *bot, p *person, t *chat) error {
		m := &Message{From: &p.User, Contact: &card}
		c.s.add(b, t, m)
		c.s.deliver(b, Update{Message: m})
		return nil
	})
}

func (p *person) card() Contact {
	return Contact{PhoneNumber: p.phone, FirstName: p.FirstName, LastName: p.LastName, UserID: p.ID}
}

// AllowWriting grants what a Mini App asks for with requestWriteAccess: the bot may write without Start.
func (c *Client) AllowWriting() error {
	return c.act(func(b *bot, p *person, t *chat) error {
		if t.canWrite() {
			return nil // the client does not ask again
		}
		t.writable = true
		m := &Message{From: &p.User, WriteAccessAllowed: &WriteAccessAllowed{FromRequest: true}}
		c.s.add(b, t, m)
		c.s.deliver(b, Update{Message: m})
		return nil
	})
}

// Block stops the bot: what it sends is refused from now on.
func (c *Client) Block() error {
	return c.act(func(b *bot, p *person, t *chat) error {
		if !t.blocked {
			t.blocked = true
			c.s.membership(b, p, t, "member", "kicked")
		}
		return nil
	})
}

// Unblock lets the bot write again.
func (c *Client) Unblock() error {
	return c.act(func(b *bot, p *person, t *chat) error {
		c.s.unblock(b, p, t)
		return nil
	})
}

func (s *Server) unblock(b *bot, p *person, t *chat) {
	if t.blocked {
		t.blocked = false
		s.membership(b, p, t, "kicked", "member")
	}
}

func (s *Server) membership(b *bot, p *person, t *chat, old, now string) {
	s.deliver(b, Update{MyChatMember: &ChatMember{
		Chat: t.Chat, From: p.User, Date: s.now().Unix(),
		Old: Membership{Status: old, User: b.self()}, New: Membership{Status: now, User: b.self()},
	}})
}

// DeleteAccount makes the person gone: every later message to them is refused.
func (c *Client) DeleteAccount() error {
	return c.act(func(_ *bot, p *person, _ *chat) error {
		p.gone = true
		c.s.touch()
		return nil
	})
}

// Tap presses a button of the newest message that has it.
func (c *Client) Tap(button Button) (Tapped, error) { return c.TapWith(button, Launch{}) }

// TapWith is Tap with a choice of how a Mini App opens.
func (c *Client) TapWith(button Button, l Launch) (out Tapped, err error) {
	err = c.act(func(b *bot, p *person, t *chat) error {
		for i := len(t.messages) - 1; i >= 0; i-- {
			m := t.messages[i]
			if m.ReplyMarkup == nil {
				continue
			}
			for _, row := range m.ReplyMarkup.Rows {
				for _, x := range row {
					if reflect.DeepEqual(x, button) {
						out, err = c.s.press(b, p, t, m, x, l)
						return err
					}
				}
			}
		}
		return fmt.Errorf("no message has the button %q", button.Text)
	})
	return out, err
}

func (s *Server) press(b *bot, p *person, t *chat, m *Message, x Button, l Launch) (Tapped, error) {
	switch {
	case x.WebApp != nil:
		l.StartParam = ""
		address, err := s.launchURL(b, p, x.WebApp.URL, l)
		return Tapped{URL: address}, err
	case x.URL != "":
		return s.follow(p, x.URL, l)
	case x.CallbackData != "":
		id := strconv.FormatInt(4_000_000_000_000_000+s.next(), 10)
		s.queries[id] = &query{bot: b.ID(), at: s.now().Unix()}
		s.deliver(b, Update{CallbackQuery: &CallbackQuery{
			ID: id, From: p.User, Message: m, ChatInstance: strconv.FormatInt(t.ID, 10), Data: x.CallbackData,
		}})
		return Tapped{QueryID: id}, nil
	case x.CopyText != nil:
		return Tapped{Copied: x.CopyText.Text}, nil
	}
	return Tapped{}, fmt.Errorf("button %q does nothing here", x.Text)
}

// Follow opens a link as the person's Telegram would: t.me/<bot>?start= presses Start, ?startapp= and /<app>?startapp= open the Main Mini App.
func (c *Client) Follow(link string, l Launch) (out Tapped, err error) {
	err = c.act(func(_ *bot, p *person, _ *chat) error {
		out, err = c.s.follow(p, link, l)
		return err
	})
	return out, err
}

func (s *Server) follow(p *person, link string, l Launch) (Tapped, error) {
	u, err := url.Parse(link)
	if err != nil {
		return Tapped{}, err
	}
	if u.Host != "t.me" && u.Host != "telegram.me" {
		return Tapped{URL: link}, nil
	}
	username, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	for _, b := range s.bots {
		if !strings.EqualFold(b.Username, username) {
			continue
		}
		if !u.Query().Has("startapp") {
			payload := u.Query().Get("start")
			if !payloadForm.MatchString(payload) {
				return Tapped{}, fmt.Errorf("start payload %q: at most 64 of A-Z a-z 0-9 _ -", payload)
			}
			s.start(b, p, b.with(p), payload)
			return Tapped{Started: true}, nil
		}
		if b.MainApp == "" {
			return Tapped{}, fmt.Errorf("bot %s has no Main Mini App", b.Username)
		}
		l.StartParam = u.Query().Get("startapp")
		address, err := s.launchURL(b, p, b.MainApp, l)
		return Tapped{URL: address}, err
	}
	return Tapped{URL: link}, nil
}

// Menu presses the button beside the text field.
func (c *Client) Menu(l Launch) (out Tapped, err error) {
	err = c.act(func(b *bot, p *person, t *chat) error {
		menu := b.menuFor(t)
		if menu == nil || menu.WebApp == nil {
			return errors.New("the menu button opens no Mini App")
		}
		l.StartParam = ""
		out.URL, err = c.s.launchURL(b, p, menu.WebApp.URL, l)
		return err
	})
	return out, err
}

// MenuButton is what the person sees beside the text field; nil when there is nothing special.
func (c *Client) MenuButton() (menu *MenuButton) {
	_ = c.act(func(b *bot, _ *person, t *chat) error { // a missing chat has no button
		if m := b.menuFor(t); m != nil {
			copied := *m
			menu = &copied
		}
		return nil
	})
	return menu
}

// Commands is the menu of commands that the person sees.
func (c *Client) Commands() (list []Command) {
	_ = c.act(func(b *bot, p *person, _ *chat) error { // a missing chat has no commands
		list = append(list, b.commandsFor(p.ID, p.LanguageCode)...)
		return nil
	})
	return list
}

// Messages is the conversation as it stands now, oldest first: both sides, edits applied.
func (c *Client) Messages() []Message { return c.list(func(*Message) bool { return true }) }

// Received is what the bot said.
func (c *Client) Received() []Message {
	return c.list(func(m *Message) bool { return m.From == nil || m.From.IsBot })
}

func (c *Client) list(keep func(*Message) bool) []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	b := c.s.bots[c.token]
	if b == nil || b.chats[c.person] == nil {
		return nil
	}
	var found []Message
	for _, m := range b.chats[c.person].messages {
		if keep(m) {
			found = append(found, *m)
		}
	}
	return found
}

// WaitReceived waits until the bot has said at least n things and gives them all.
func (c *Client) WaitReceived(ctx context.Context, n int) ([]Message, error) {
	var got []Message
	err := c.s.WaitUntil(ctx, func() bool {
		got = c.Received()
		return len(got) >= n
	})
	if err != nil {
		err = fmt.Errorf("waited for %d messages to %d, there are %d: %w", n, c.person, len(got), err)
	}
	return got, err
}

// Answer is what the bot said to a pressed callback button; nil until it did.
func (c *Client) Answer(queryID string) *Answer {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	q := c.s.queries[queryID]
	if q == nil || q.answer == nil {
		return nil
	}
	copied := *q.answer
	return &copied
}

// WaitAnswer waits for Answer.
func (c *Client) WaitAnswer(ctx context.Context, queryID string) (a Answer, err error) {
	err = c.s.WaitUntil(ctx, func() bool {
		got := c.Answer(queryID)
		if got != nil {
			a = *got
		}
		return got != nil
	})
	return a, err
}

// Buttons are all inline buttons of a message, row after row.
func (m Message) Buttons() []Button {
	var all []Button
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.Rows {
			all = append(all, row...)
		}
	}
	return all
}
