package fakegram

import (
	"encoding/json"
	"regexp"
	"strconv"
)

var (
	commandForm  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2}$`)
)

// scopeKey is where a list of commands applies: a scope (with its chat, where it has one) and a language.
type scopeKey struct{ scope, language string }

// language reads language_code: two letters, or nothing for everybody.
func (c *call) language() (string, *Failure) {
	l := c.args.text("language_code")
	if l != "" && !languageForm.MatchString(l) {
		return "", badRequest("invalid language code specified")
	}
	return l, nil
}

func (c *call) scope() (scopeKey, *Failure) {
	l, f := c.language()
	if f != nil {
		return scopeKey{}, f
	}
	scope := struct {
		Type   string          `json:"type"`
		ChatID json.RawMessage `json:"chat_id"`
		UserID int64           `json:"user_id"`
	}{Type: "default"}
	if _, f := c.args.object("scope", &scope); f != nil {
		return scopeKey{}, f
	}
	name := scope.Type
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		if len(scope.ChatID) == 0 {
			return scopeKey{}, badRequest("chat_id is empty")
		}
		id, err := strconv.ParseInt(string(scope.ChatID), 10, 64)
		if err == nil && c.people[id] == nil && c.places[id] == nil {
			return scopeKey{}, badRequest("chat not found")
		}
		name += ":" + string(scope.ChatID)
		if scope.UserID != 0 {
			name += ":" + strconv.FormatInt(scope.UserID, 10)
		}
	default:
		return scopeKey{}, badRequest("unsupported type specified")
	}
	return scopeKey{name, l}, nil
}

func (c *call) setMyCommands() (any, *Failure) {
	key, f := c.scope()
	if f != nil {
		return nil, f
	}
	var commands []Command
	if _, f := c.args.object("commands", &commands); f != nil {
		return nil, f
	}
	if len(commands) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, x := range commands {
		if !commandForm.MatchString(x.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(x.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	c.bot.commands[key] = commands
	c.touch()
	return true, nil
}

func (c *call) getMyCommands() (any, *Failure) {
	key, f := c.scope()
	if f != nil {
		return nil, f
	}
	return append([]Command{}, c.bot.commands[key]...), nil
}

func (c *call) deleteMyCommands() (any, *Failure) {
	key, f := c.scope()
	if f != nil {
		return nil, f
	}
	delete(c.bot.commands, key)
	c.touch()
	return true, nil
}

// commandsFor is the list that a person sees in the private chat: the closest scope wins, and in it the person's language.
func (b *bot) commandsFor(person int64, language string) []Command {
	for _, scope := range []string{"chat:" + strconv.FormatInt(person, 10), "all_private_chats", "default"} {
		for _, l := range []string{language, ""} {
			if list := b.commands[scopeKey{scope, l}]; len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// setWords stores one of the bot's texts for a language; an empty text takes it away.
func (c *call) setWords(field string, limit int, into map[string]string) (any, *Failure) {
	l, f := c.language()
	if f != nil {
		return nil, f
	}
	text := c.args.text(field)
	if units(text) > limit {
		return nil, badRequest("%s is too long", field)
	}
	if text == "" {
		delete(into, l)
	} else {
		into[l] = text
	}
	c.touch()
	return true, nil
}

func (c *call) getWords(field string, from map[string]string) (any, *Failure) {
	l, f := c.language()
	if f != nil {
		return nil, f
	}
	text, ok := from[l]
	if !ok {
		text = from[""]
	}
	return map[string]string{field: text}, nil
}

func (c *call) setMyName() (any, *Failure)        { return c.setWords("name", 64, c.bot.names) }
func (c *call) setMyDescription() (any, *Failure) { return c.setWords("description", 512, c.bot.about) }
func (c *call) setMyShortDescription() (any, *Failure) {
	return c.setWords("short_description", 120, c.bot.short)
}
func (c *call) getMyDescription() (any, *Failure) { return c.getWords("description", c.bot.about) }
func (c *call) getMyShortDescription() (any, *Failure) {
	return c.getWords("short_description", c.bot.short)
}

func (c *call) getMyName() (any, *Failure) {
	if len(c.bot.names) == 0 {
		return map[string]string{"name": c.bot.Name}, nil
	}
	return c.getWords("name", c.bot.names)
}

func (c *call) setChatMenuButton() (any, *Failure) {
	button := &MenuButton{Type: "default"}
	if _, f := c.args.object("menu_button", button); f != nil {
		return nil, f
	}
	switch button.Type {
	case "default", "commands":
	case "web_app":
		if n := units(button.Text); n < 1 || n > 64 || button.WebApp == nil {
			return nil, badRequest("MENU_BUTTON_INVALID")
		}
		if f := c.checkWebApp("menu button Web App URL", button.WebApp.URL); f != nil {
			return nil, f
		}
	default:
		return nil, badRequest("unsupported menu button type specified")
	}
	if c.args.text("chat_id") == "" {
		c.bot.menu = button
	} else {
		t, f := c.find("chat_id")
		if f != nil {
			return nil, f
		}
		if t.Type != "private" {
			return nil, badRequest("chat_id must be a private chat")
		}
		t.menu = button
	}
	c.touch()
	return true, nil
}

func (c *call) getChatMenuButton() (any, *Failure) {
	button := c.bot.menu
	if c.args.text("chat_id") != "" {
		t, f := c.find("chat_id")
		if f != nil {
			return nil, f
		}
		button = c.bot.menuFor(t)
	}
	if button == nil {
		button = &MenuButton{Type: "default"}
	}
	return button, nil
}

// menuFor is the button a person sees: their own, else the one for everybody.
func (b *bot) menuFor(t *chat) *MenuButton {
	if t.menu != nil && t.menu.Type != "default" {
		return t.menu
	}
	return b.menu
}
