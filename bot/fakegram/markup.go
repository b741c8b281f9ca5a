package fakegram

import (
	"encoding/json"
	"net/url"
	"strings"
)

// markup is a reply_markup of any of the four kinds.
type markup struct {
	inline   *InlineKeyboard
	keyboard *ReplyKeyboard
	remove   bool
}

// readMarkup checks the reply_markup argument for a chat of the given type. In a private chat a Mini App button is allowed, elsewhere it is
// BUTTON_TYPE_INVALID.
func (c *call) readMarkup(chatType string) (markup, *Failure) {
	var kinds map[string]json.RawMessage
	if given, f := c.args.object("reply_markup", &kinds); f != nil || !given {
		return markup{}, f
	}
	raw := []byte(c.args.text("reply_markup"))
	switch {
	case kinds["inline_keyboard"] != nil:
		var k InlineKeyboard
		if json.Unmarshal(raw, &k) != nil {
			return markup{}, badRequest("can't parse inline keyboard")
		}
		return markup{inline: &k}, c.checkInline(&k, chatType)
	case kinds["keyboard"] != nil:
		var k ReplyKeyboard
		if json.Unmarshal(raw, &k) != nil {
			return markup{}, badRequest("can't parse keyboard")
		}
		return markup{keyboard: &k}, c.checkReply(&k, chatType)
	case kinds["remove_keyboard"] != nil:
		return markup{remove: true}, nil
	case kinds["force_reply"] != nil:
		return markup{}, nil
	}
	return markup{}, badRequest("object expected as reply markup")
}

func (c *call) checkInline(k *InlineKeyboard, chatType string) *Failure {
	total := 0
	for _, row := range k.Rows {
		for _, b := range row {
			if f := c.checkButton(b, chatType); f != nil {
				return f
			}
		}
		total += len(row)
		if len(row) > 8 {
			return badRequest("REPLY_MARKUP_TOO_LONG")
		}
	}
	if total > 100 {
		return badRequest("REPLY_MARKUP_TOO_LONG")
	}
	return nil
}

func (c *call) checkButton(b Button, chatType string) *Failure {
	if strings.TrimSpace(b.Text) == "" {
		return badRequest("can't parse inline keyboard button: Text must be non-empty")
	}
	actions := 0
	for _, set := range []bool{b.URL != "", b.CallbackData != "", b.WebApp != nil, b.CopyText != nil, b.Pay, b.SwitchInline != nil} {
		if set {
			actions++
		}
	}
	if actions == 0 {
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	if actions > 1 {
		return badRequest("can't parse inline keyboard button: exactly one action must be set")
	}
	switch {
	case b.WebApp != nil:
		if chatType != "private" {
			return badRequest("BUTTON_TYPE_INVALID")
		}
		return c.checkWebApp("inline keyboard button Web App URL", b.WebApp.URL)
	case b.URL != "":
		u, err := url.Parse(b.URL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "tg" || u.Host == "" {
			return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
		if u.Scheme != "tg" && !strings.Contains(u.Hostname(), ".") {
			return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
	case b.CallbackData != "":
		if len(b.CallbackData) > 64 {
			return badRequest("BUTTON_DATA_INVALID")
		}
	case b.CopyText != nil:
		if n := units(b.CopyText.Text); n < 1 || n > 256 {
			return badRequest("BUTTON_COPY_TEXT_INVALID")
		}
	}
	return nil
}

func (c *call) checkReply(k *ReplyKeyboard, chatType string) *Failure {
	for _, row := range k.Rows {
		for _, b := range row {
			switch {
			case strings.TrimSpace(b.Text) == "":
				return badRequest("can't parse keyboard button: Text must be non-empty")
			case b.RequestContact && chatType != "private":
				return badRequest("phone number can be requested in private chats only")
			case b.WebApp != nil && chatType != "private":
				return badRequest("web App buttons can be used in private chats only")
			case b.WebApp != nil:
				if f := c.checkWebApp("keyboard button Web App URL", b.WebApp.URL); f != nil {
					return f
				}
			}
		}
	}
	return nil
}

// checkWebApp wants https; with AllowLocalHTTP plain http on a loopback host will do.
func (c *call) checkWebApp(what, address string) *Failure {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return badRequest("%s '%s' is invalid: Wrong HTTP URL", what, address)
	case u.Scheme == "https", c.options.AllowLocalHTTP && u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return badRequest("%s '%s' is invalid: Only HTTPS links are allowed", what, address)
}
