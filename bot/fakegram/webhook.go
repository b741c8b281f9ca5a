package fakegram

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// webhook is where a bot wants its updates sent.
type webhook struct {
	url, secret string
	connections int64
	lastError   string
	lastErrorAt int64
	end         context.CancelFunc
}

func (c *call) setWebhook() (any, *Failure) {
	address := c.args.text("url")
	if address == "" {
		return c.deleteWebhook()
	}
	if f := c.checkWebhookURL(address); f != nil {
		return nil, f
	}
	secret := c.args.text("secret_token")
	if secret != "" && !secretForm.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	connections, ok := c.args.number("max_connections")
	if !ok {
		connections = 40
	}
	if connections < 1 || connections > 100 {
		return nil, badRequest("max_connections must be between 1 and 100")
	}
	if f := c.allow(); f != nil {
		return nil, f
	}
	c.bot.endWebhook()
	if c.args.flag("drop_pending_updates") {
		c.bot.pending = nil
	}
	ctx, cancel := context.WithCancel(c.stopped)
	hook := &webhook{url: address, secret: secret, connections: connections, end: cancel}
	c.bot.webhook = hook
	c.bot.poll = 0 // a waiting getUpdates is ended
	c.workers.Add(2)
	go c.push(ctx, c.bot, hook, false)
	go c.push(ctx, c.bot, hook, true)
	c.touch()
	c.note = "Webhook was set"
	return true, nil
}

func (c *call) deleteWebhook() (any, *Failure) {
	c.note = "Webhook is already deleted"
	if c.bot.webhook != nil {
		c.note = "Webhook was deleted"
	}
	c.bot.endWebhook()
	if c.args.flag("drop_pending_updates") {
		c.bot.pending = nil
	}
	c.touch()
	return true, nil
}

func (c *call) getWebhookInfo() (any, *Failure) {
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(c.bot.pending)}
	if w := c.bot.webhook; w != nil {
		info["url"], info["max_connections"] = w.url, w.connections
		if w.lastError != "" {
			info["last_error_message"], info["last_error_date"] = w.lastError, w.lastErrorAt
		}
	}
	if c.bot.allowed != nil {
		info["allowed_updates"] = c.bot.allowed
	}
	return info, nil
}

func (c *call) checkWebhookURL(address string) *Failure {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return badRequest("invalid webhook URL specified")
	}
	if c.options.AllowLocalHTTP && u.Scheme == "http" && isLoopback(u.Hostname()) {
		return nil
	}
	if u.Scheme != "https" {
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	switch u.Port() {
	case "", "443", "80", "88", "8443":
		return nil
	}
	if c.options.AllowLocalHTTP && isLoopback(u.Hostname()) {
		return nil
	}
	return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (b *inbox) endWebhook() {
	if b.webhook != nil {
		b.webhook.end()
		b.webhook = nil
	}
}

// push delivers updates one after the other until the webhook is taken away: questions before payments, or all others. Telegram
// calls up to max_connections times at once and keeps the order of a chat alone; these two lines are as much as a bot needs to see. What is not answered with 2xx is sent again, after a pause that
// doubles up to a minute, or that the answer's Retry-After asks for.
func (s *Server) push(ctx context.Context, b *bot, hook *webhook, isQuestion bool) {
	defer s.workers.Done()
	pause := s.options.WebhookPause
	for {
		s.mu.Lock()
		changed := s.changed
		var first *Update
		if i := slices.IndexFunc(b.pending, func(u Update) bool { return (u.PreCheckout != nil) == isQuestion }); i >= 0 && b.webhook == hook {
			u := b.pending[i]
			first = &u
		}
		s.mu.Unlock()
		if first == nil {
			select {
			case <-changed:
				continue
			case <-ctx.Done():
				return
			}
		}
		problem, wait := s.post(ctx, hook, *first)
		s.mu.Lock()
		if problem == "" {
			pause = s.options.WebhookPause
			if i := slices.IndexFunc(b.pending, func(u Update) bool { return u.ID == first.ID }); i >= 0 {
				b.pending = slices.Delete(b.pending, i, i+1)
			}
		} else {
			hook.lastError, hook.lastErrorAt = problem, s.now().Unix()
		}
		s.touch()
		s.mu.Unlock()
		if problem == "" {
			continue
		}
		if wait == 0 {
			wait, pause = pause, min(pause*2, time.Minute)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// post sends one update; problem is empty when it was taken.
func (s *Server) post(ctx context.Context, hook *webhook, u Update) (problem string, wait time.Duration) {
	body, err := json.Marshal(u)
	if err != nil {
		return err.Error(), 0
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.url, bytes.NewReader(body))
	if err != nil {
		return err.Error(), 0
	}
	req.Header.Set("Content-Type", "application/json")
	if hook.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.secret)
	}
	res, err := s.options.WebhookClient.Do(req)
	if err != nil {
		return "Connection failed", 0
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode/100 == 2 {
		return "", 0
	}
	if n, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && n > 0 {
		wait = time.Duration(min(n, 3600)) * time.Second
	}
	return "Wrong response from the webhook: " + res.Status, wait
}

// Repeat delivers an update that the bot has had already, under its old update_id and after newer ones: what Telegram does when an answer was
// lost on the way. It says false when there was no such update.
func (s *Server) Repeat(token string, updateID int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bots[token]
	if b == nil {
		return false
	}
	for _, u := range b.log {
		if u.ID == updateID {
			b.pending = append(b.pending, u)
			s.touch()
			return true
		}
	}
	return false
}
