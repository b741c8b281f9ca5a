package fakegram

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Limits of Telegram, in UTF-16 units after the marks were parsed.
const (
	maxText    = 4096
	maxCaption = 1024
)

func (c *call) sendMessage() (any, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, f
	}
	text, entities, f := ParseText(c.args.text("text"), c.args.text("parse_mode"))
	if f != nil {
		return nil, f
	}
	if f := checkText(text); f != nil {
		return nil, f
	}
	return c.put(t, Message{Text: text, Entities: entities})
}

func checkText(text string) *Failure {
	if text == "" {
		return badRequest("message text is empty")
	}
	if units(text) > maxText {
		return badRequest("message is too long")
	}
	return nil
}

// caption reads the caption and its marks.
func (c *call) caption() (string, []Entity, *Failure) {
	text, entities, f := ParseText(c.args.text("caption"), c.args.text("parse_mode"))
	if f == nil && units(text) > maxCaption {
		f = badRequest("message caption is too long")
	}
	return text, entities, f
}

func (c *call) sendPhoto() (any, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, f
	}
	photo, f := c.photo(c.args.text("photo"), "photo")
	if f != nil {
		return nil, f
	}
	text, entities, f := c.caption()
	if f != nil {
		return nil, f
	}
	return c.put(t, Message{Photo: photo, Caption: text, CaptionEntities: entities})
}

func (c *call) sendDocument() (any, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, f
	}
	document, f := c.document()
	if f != nil {
		return nil, f
	}
	text, entities, f := c.caption()
	if f != nil {
		return nil, f
	}
	return c.put(t, Message{Document: document, Caption: text, CaptionEntities: entities})
}

// inputMedia is an entry of an album, or what replaces a message's picture.
type inputMedia struct {
	Type      string `json:"type"`
	Media     string `json:"media"`
	Caption   string `json:"caption"`
	ParseMode string `json:"parse_mode"`
}

func (c *call) sendMediaGroup() (any, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, f
	}
	var media []inputMedia
	if given, f := c.args.object("media", &media); f != nil || !given {
		return nil, badRequest("there are no messages to send")
	}
	if len(media) < 2 || len(media) > 10 {
		return nil, badRequest("album must contain from 2 to 10 items")
	}
	if c.args.text("reply_markup") != "" {
		return nil, badRequest("albums can't have a reply markup")
	}
	built := make([]Message, 0, len(media))
	group := strconv.FormatInt(c.next(), 10)
	for _, item := range media {
		m, f := c.media(item)
		if f != nil {
			return nil, f
		}
		m.MediaGroupID = group
		built = append(built, m)
	}
	sent := make([]any, 0, len(built))
	for _, m := range built {
		one, f := c.put(t, m)
		if f != nil {
			return nil, f
		}
		sent = append(sent, one)
	}
	return sent, nil
}

func (c *call) media(item inputMedia) (Message, *Failure) {
	if item.Type != "photo" {
		return Message{}, badRequest("unsupported media type")
	}
	photo, f := c.photo(item.Media, "media")
	if f != nil {
		return Message{}, f
	}
	text, entities, f := ParseText(item.Caption, item.ParseMode)
	if f == nil && units(text) > maxCaption {
		f = badRequest("message caption is too long")
	}
	return Message{Photo: photo, Caption: text, CaptionEntities: entities}, f
}

// put adds the bot's message to the chat and gives a copy, so that a later edit does not change an answer that is on its way.
func (c *call) put(t *chat, m Message) (any, *Failure) {
	k, f := c.readMarkup(t.Type)
	if f != nil {
		return nil, f
	}
	m.ReplyMarkup = k.inline
	switch {
	case k.keyboard != nil:
		t.keyboard = k.keyboard
	case k.remove:
		t.keyboard = nil
	}
	if t.Type == "channel" {
		m.SenderChat = &t.Chat
	} else {
		self := c.bot.self()
		m.From = &self
	}
	c.add(c.bot, t, &m)
	return m, nil
}

// edited finds the message that the call is about; it must be the bot's own.
func (c *call) edited() (*chat, *Message, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, nil, f
	}
	id, _ := c.args.number("message_id")
	m := t.find(id)
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case t.Type != "channel" && (m.From == nil || m.From.ID != c.bot.ID()):
		return nil, nil, badRequest("message can't be edited")
	}
	return t, m, nil
}

// change applies an edit; an edit that changes nothing is refused. A keyboard that is not sent again disappears.
func (c *call) change(t *chat, m *Message, apply func(*Message) *Failure) (any, *Failure) {
	k, f := c.readMarkup(t.Type)
	if f != nil {
		return nil, f
	}
	if k.keyboard != nil || k.remove {
		return nil, badRequest("inline keyboard expected")
	}
	edit := *m
	edit.ReplyMarkup = k.inline
	if f := apply(&edit); f != nil {
		return nil, f
	}
	if reflect.DeepEqual(edit, *m) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a " +
			"current content and reply markup of the message")
	}
	edit.EditDate = c.now().Unix()
	*m = edit
	c.touch()
	return edit, nil
}

func (c *call) editMessageText() (any, *Failure) {
	t, m, f := c.edited()
	if f != nil {
		return nil, f
	}
	return c.change(t, m, func(m *Message) *Failure {
		if m.Photo != nil || m.Document != nil {
			return badRequest("there is no text in the message to edit")
		}
		text, entities, f := ParseText(c.args.text("text"), c.args.text("parse_mode"))
		if f != nil {
			return f
		}
		m.Text, m.Entities = text, entities
		return checkText(text)
	})
}

func (c *call) editMessageCaption() (any, *Failure) {
	t, m, f := c.edited()
	if f != nil {
		return nil, f
	}
	return c.change(t, m, func(m *Message) *Failure {
		if m.Photo == nil && m.Document == nil {
			return badRequest("there is no caption in the message to edit")
		}
		var f *Failure
		m.Caption, m.CaptionEntities, f = c.caption()
		return f
	})
}

func (c *call) editMessageMedia() (any, *Failure) {
	t, m, f := c.edited()
	if f != nil {
		return nil, f
	}
	return c.change(t, m, func(m *Message) *Failure {
		var item inputMedia
		if given, f := c.args.object("media", &item); f != nil || !given {
			return badRequest("can't parse media JSON object")
		}
		n, f := c.media(item)
		m.Photo, m.Document, m.Caption, m.CaptionEntities = n.Photo, nil, n.Caption, n.CaptionEntities
		m.Text, m.Entities = "", nil
		return f
	})
}

func (c *call) editMessageReplyMarkup() (any, *Failure) {
	t, m, f := c.edited()
	if f != nil {
		return nil, f
	}
	return c.change(t, m, func(*Message) *Failure { return nil })
}

func (c *call) deleteMessage() (any, *Failure) {
	t, f := c.target()
	if f != nil {
		return nil, f
	}
	id, _ := c.args.number("message_id")
	m := t.find(id)
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	if c.now().Unix()-m.Date > 48*3600 {
		return nil, badRequest("message can't be deleted")
	}
	t.messages = slices.DeleteFunc(t.messages, func(x *Message) bool { return x == m })
	c.touch()
	return true, nil
}

// query is a pressed button that waits for answerCallbackQuery.
type query struct {
	bot    int64
	at     int64
	answer *Answer
}

// Answer is what a bot said to a pressed button: a short notice, or an alert that must be closed.
type Answer struct {
	Text  string `json:"text,omitempty"`
	Alert bool   `json:"show_alert,omitempty"`
	URL   string `json:"url,omitempty"`
}

// queryLife is how long a pressed button can be answered, in seconds.
const queryLife = 15 * 60

func (c *call) answerCallbackQuery() (any, *Failure) {
	q := c.queries[c.args.text("callback_query_id")]
	if q == nil || q.bot != c.bot.ID() || q.answer != nil || c.now().Unix()-q.at > queryLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	text := strings.TrimSpace(c.args.text("text"))
	if units(text) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	q.answer = &Answer{Text: text, Alert: c.args.flag("show_alert"), URL: c.args.text("url")}
	c.touch()
	return true, nil
}
