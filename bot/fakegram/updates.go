package fakegram

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// inbox is what a bot has not confirmed yet, and how it wants to be told: by getUpdates or by a webhook.
type inbox struct {
	pending []Update
	log     []Update // the last ones, confirmed or not
	nextID  int64
	allowed []string // nil is every kind that a bot gets by default
	poll    int64    // serial of the getUpdates that waits now
	webhook *webhook
}

// deliver queues an update for the bot unless it asked not to get this kind. The caller holds the lock.
func (s *Server) deliver(b *bot, u Update) {
	if len(b.allowed) == 0 || slices.Contains(b.allowed, u.kind()) {
		u.ID = b.nextID
		b.nextID++
		// A later edit must not reach into an update that has left.
		if raw, err := json.Marshal(u); err == nil {
			u = Update{}
			_ = json.Unmarshal(raw, &u) // it was just marshalled
		}
		b.pending = append(b.pending, u)
		b.log = append(b.log, u)
		if len(b.log) > maxHistory {
			b.log = b.log[len(b.log)-maxHistory:]
		}
	}
	s.touch()
}

// Inject queues an update of any shape, such as one of a later version of Telegram; fields are those beside update_id.
func (s *Server) Inject(token string, fields json.RawMessage) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(fields, &all); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bots[token]
	if b == nil {
		return errors.New("no bot has this token")
	}
	all["update_id"] = json.RawMessage(strconv.FormatInt(b.nextID, 10))
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	b.pending = append(b.pending, Update{ID: b.nextID, raw: raw})
	b.nextID++
	s.touch()
	return nil
}

// Pending is how many updates a bot has not confirmed.
func (s *Server) Pending(token string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.bots[token]; b != nil {
		return len(b.pending)
	}
	return 0
}

// LastUpdate is the id of the newest update of a bot; 0 when there was none.
func (s *Server) LastUpdate(token string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bots[token]
	if b == nil || len(b.log) == 0 {
		return 0
	}
	return b.log[len(b.log)-1].ID
}

// getUpdates blocks until there is something after the offset or the timeout is over. Asking with a higher offset confirms all before it.
func (c *call) getUpdates() (any, *Failure) {
	b := c.bot
	if b.webhook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	offset, _ := c.args.number("offset")
	limit, ok := c.args.number("limit")
	if !ok || limit < 1 || limit > 100 {
		limit = 100
	}
	seconds, _ := c.args.number("timeout")
	seconds = min(max(seconds, 0), 50)
	if f := c.allow(); f != nil {
		return nil, f
	}
	if offset < 0 {
		b.pending = b.pending[max(len(b.pending)+int(offset), 0):]
	} else {
		b.pending = slices.DeleteFunc(b.pending, func(u Update) bool { return u.ID < offset })
	}
	mine := c.next()
	b.poll = mine
	c.touch()
	timer := time.NewTimer(time.Duration(seconds) * time.Second)
	defer timer.Stop()
	for len(b.pending) == 0 && seconds > 0 {
		changed := c.changed
		c.mu.Unlock()
		over := false
		select {
		case <-changed:
		case <-timer.C:
			over = true
		case <-c.ctx.Done():
			over = true
		case <-c.stopped.Done():
			over = true
		}
		c.mu.Lock()
		if b.poll != mine {
			return nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		}
		if over {
			break
		}
	}
	return append([]Update{}, b.pending[:min(int(limit), len(b.pending))]...), nil
}

// allow takes allowed_updates when it is given; else the earlier choice stays.
func (c *call) allow() *Failure {
	var kinds []string
	given, f := c.args.object("allowed_updates", &kinds)
	if f == nil && given {
		for i := range kinds {
			kinds[i] = strings.ToLower(kinds[i])
		}
		c.bot.allowed = kinds
	}
	return f
}

func (c *call) getMe() (any, *Failure) {
	me := c.bot.self()
	return map[string]any{
		"id": me.ID, "is_bot": true, "first_name": me.FirstName, "username": me.Username,
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
		"can_connect_to_business": false, "has_main_web_app": c.bot.MainApp != "",
	}, nil
}

// accept is the answer to settings that change nothing here.
func (c *call) accept() (any, *Failure) { return true, nil }
