package fakegram

import (
	"strings"
	"time"
)

// Flood control as the FAQ states it: messages in a window, for a whole bot, one person, one group or channel.
const (
	botLimit, botWindow     = 30, time.Second
	chatLimit, chatWindow   = 1, time.Second
	groupLimit, groupWindow = 20, time.Minute
)

// sentAt remembers when a bot wrote to a chat.
type sentAt struct {
	chat int64
	at   time.Time
}

// flood refuses a call that sends or edits too fast and says how long to wait. Refused calls do not count.
func (c *call) flood(method string, chatID int64) *Failure {
	m := strings.ToLower(method)
	if !c.options.Limits || m == "sendchataction" || !strings.HasPrefix(m, "send") && !strings.HasPrefix(m, "edit") {
		return nil
	}
	now := c.now()
	kept := c.bot.sent[:0]
	for _, s := range c.bot.sent {
		if now.Sub(s.at) < groupWindow {
			kept = append(kept, s)
		}
	}
	c.bot.sent = kept
	limit, window := chatLimit, chatWindow
	if chatID < 0 {
		limit, window = groupLimit, groupWindow
	}
	wait := max(
		full(kept, now, botLimit, botWindow, func(sentAt) bool { return true }),
		full(kept, now, limit, window, func(s sentAt) bool { return s.chat == chatID }),
	)
	if wait > 0 {
		return tooMany(int((wait + time.Second - 1) / time.Second))
	}
	c.bot.sent = append(c.bot.sent, sentAt{chatID, now})
	return nil
}

// full says how long until the window has room again; 0 when it has.
func full(sent []sentAt, now time.Time, limit int, window time.Duration, counts func(sentAt) bool) time.Duration {
	var inside []time.Time
	for _, s := range sent {
		if counts(s) && now.Sub(s.at) < window {
			inside = append(inside, s.at)
		}
	}
	if len(inside) < limit {
		return 0
	}
	return inside[0].Add(window).Sub(now)
}
