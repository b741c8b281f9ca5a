package fakegram

import (
	"strings"
)

// target finds the chat that chat_id names and says whether the bot may write there, in the words Telegram uses.
func (c *call) target() (*chat, *Failure) {
	t, f := c.find("chat_id")
	if f != nil {
		return nil, f
	}
	if t.Type == "private" {
		p := c.people[t.ID]
		switch {
		case p.gone:
			return nil, forbidden("user is deactivated")
		case t.blocked:
			return nil, forbidden("bot was blocked by the user")
		case !t.started && !t.writable:
			return nil, forbidden("bot can't initiate conversation with a user")
		}
		return t, nil
	}
	m := t.members[c.bot.ID()]
	switch {
	case m != nil && m.Status == "kicked":
		return nil, forbidden("bot was kicked from the " + t.Type + " chat")
	case m == nil || m.Status == "left":
		return nil, forbidden("bot is not a member of the " + t.Type + " chat")
	case t.Type == "channel" && !m.CanPostMessages:
		return nil, badRequest("need administrator rights in the channel chat")
	}
	return t, nil
}

// find gives the chat named by an argument: a number, or @name of a public place.
func (c *call) find(arg string) (*chat, *Failure) {
	name := c.args.text(arg)
	if name == "" {
		return nil, badRequest("chat_id is empty")
	}
	if username, ok := strings.CutPrefix(name, "@"); ok {
		for _, place := range c.places {
			if strings.EqualFold(place.Username, username) {
				return place, nil
			}
		}
		return nil, badRequest("chat not found")
	}
	id, ok := c.args.number(arg)
	if !ok {
		return nil, badRequest("chat not found")
	}
	if place := c.places[id]; place != nil {
		return place, nil
	}
	if p := c.people[id]; p != nil {
		return c.bot.with(p), nil
	}
	return nil, badRequest("chat not found")
}

func (c *call) getChat() (any, *Failure) {
	t, f := c.find("chat_id")
	if f != nil {
		return nil, f
	}
	if t.Type == "private" && !t.started && !t.writable {
		return nil, badRequest("chat not found")
	}
	return t.Chat, nil
}

func (c *call) getChatMember() (any, *Failure) {
	t, f := c.find("chat_id")
	if f != nil {
		return nil, f
	}
	id, _ := c.args.number("user_id")
	if id == c.bot.ID() {
		if m := t.members[id]; m != nil {
			return m, nil
		}
		return Membership{Status: "left", User: c.bot.self()}, nil
	}
	if p := c.people[id]; p != nil {
		return Membership{Status: "member", User: p.User}, nil
	}
	return nil, badRequest("invalid user_id specified")
}

func (c *call) sendChatAction() (any, *Failure) {
	if _, f := c.target(); f != nil {
		return nil, f
	}
	switch c.args.text("action") {
	case "typing", "upload_photo", "upload_document", "choose_sticker", "find_location", "record_video", "upload_video", "record_voice",
		"upload_voice", "record_video_note", "upload_video_note":
		return true, nil
	}
	return nil, badRequest("wrong parameter action in request")
}
