package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/mymmrac/telego"
	ta "github.com/mymmrac/telego/telegoapi"
)

// shop is one store's bot, running.
type shop struct {
	credentials
	links
	config Config
	api    *api
	log    *slog.Logger
	bot    *telego.Bot
	caller ta.Caller
	pace   *pacer
	seen   *recent[int, struct{}]       // update ids that were handled
	spoken *recent[int64, language]     // what people chose to speak
	menus  *recent[int64, language]     // whose menu button was set, and in which language
	names  func(language) (name string) // the shop's name in a language

	state   sync.Mutex
	revoked bool
}

// newShop makes the bot of one set of credentials; it calls nobody yet.
func newShop(c credentials, config Config, a *api, client *http.Client, log *slog.Logger, names func(language) string) (*shop, error) {
	b, caller, err := connect(c.Token, config.TelegramURL, c.IsTestServer, client)
	if err != nil {
		return nil, fmt.Errorf("bot %d of store %s: %w", c.BotID, c.Store.Slug, err)
	}
	return &shop{
		credentials: c, links: links{config.PublicURL, c.Store.Slug}, config: config, api: a,
		log: log.With("store", c.Store.Slug, "bot", c.BotID), bot: b, caller: caller, pace: newPacer(),
		seen: newRecent[int, struct{}](4096), spoken: newRecent[int64, language](4096), menus: newRecent[int64, language](4096), names: names,
	}, nil
}

// secret is what Telegram sends along with each webhook call. It changes with the token and with the key.
func (s *shop) secret() string {
	h := hmac.New(sha256.New, []byte(s.Token))
	h.Write([]byte("webhook " + s.WebhookKey))
	return hex.EncodeToString(h.Sum(nil))
}

// language is what the shop speaks when nothing is known of a person.
func (s *shop) language() language { return known(s.Store.Languages...) }

// open makes the bot ready: asks Telegram who it is, chooses between webhook and polling, and sets what people see before they write.
// False means that the token does not work, or that ctx ended.
func (s *shop) open(ctx context.Context) bool {
	for pause := time.Second; ; pause = min(pause*2, time.Minute) {
		err := s.prepare(ctx)
		v, after := judge(err)
		switch {
		case err == nil:
			return true
		case ctx.Err() != nil:
			return false
		case v == revoked:
			s.revoke(ctx)
			return false
		}
		s.log.Warn("bot cannot start yet", "error", err)
		if !sleep(ctx, max(pause, after)) {
			return false
		}
	}
}

func (s *shop) prepare(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	me, err := s.bot.GetMe(ctx)
	if err != nil {
		return fmt.Errorf("getMe: %w", err)
	}
	if s.config.WebhookURL != "" {
		err = s.bot.SetWebhook(ctx, &telego.SetWebhookParams{
			URL: s.config.WebhookURL + "/tg/" + s.WebhookKey, SecretToken: s.secret(), AllowedUpdates: allowedUpdates, MaxConnections: 40,
		})
	} else {
		err = s.bot.DeleteWebhook(ctx, &telego.DeleteWebhookParams{})
	}
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	if err := s.dress(ctx); err != nil {
		return err
	}
	if err := s.api.status(ctx, s.BotID, "ACTIVE", &me.Username, &me.HasMainWebApp); err != nil {
		s.log.Warn("status of the bot could not be reported", "error", err)
	}
	s.log.Info("bot is on", "username", me.Username, "webhook", s.config.WebhookURL != "")
	return nil
}

// dress sets commands and the menu button and, where the owner gave none, the name and the text of the empty chat.
func (s *shop) dress(ctx context.Context) error {
	scope := &telego.BotCommandScopeAllPrivateChats{Type: telego.ScopeTypeAllPrivateChats}
	name, err := s.bot.GetMyName(ctx, &telego.GetMyNameParams{})
	if err == nil && name.Name == "" {
		err = s.bot.SetMyName(ctx, &telego.SetMyNameParams{Name: clip(s.names(s.language()), 64)})
	}
	if err != nil {
		return fmt.Errorf("name: %w", err)
	}
	about, err := s.bot.GetMyDescription(ctx, &telego.GetMyDescriptionParams{})
	if err != nil {
		return fmt.Errorf("description: %w", err)
	}
	for _, l := range languages {
		code := l.telegram()
		if l == s.language() {
			code = "" // everybody whose language has no list of its own
		} else if code == "" {
			continue
		}
		err := s.bot.SetMyCommands(ctx, &telego.SetMyCommandsParams{Commands: commands(l), Scope: scope, LanguageCode: code})
		if err != nil {
			return fmt.Errorf("commands: %w", err)
		}
		if about.Description != "" {
			continue
		}
		text := clip(fillPlain(sentences[l].About, "store", s.names(l)), 512)
		if err := s.bot.SetMyDescription(ctx, &telego.SetMyDescriptionParams{Description: text, LanguageCode: code}); err != nil {
			return fmt.Errorf("description: %w", err)
		}
	}
	return s.menu(ctx, 0, s.language())
}

// menu sets the button beside the text field; person 0 is everybody.
func (s *shop) menu(ctx context.Context, person int64, l language) error {
	err := s.bot.SetChatMenuButton(ctx, &telego.SetChatMenuButtonParams{ChatID: person, MenuButton: &telego.MenuButtonWebApp{
		Type: telego.ButtonTypeWebApp, Text: sentences[l].ButtonMenu, WebApp: telego.WebAppInfo{URL: s.app("/")},
	}})
	if err != nil {
		return fmt.Errorf("menu button: %w", err)
	}
	return nil
}

func commands(l language) []telego.BotCommand {
	w := sentences[l]
	return []telego.BotCommand{
		{Command: "start", Description: w.CommandStart}, {Command: "shop", Description: w.CommandShop}, {Command: "orders", Description: w.CommandOrders},
		{Command: "help", Description: w.CommandHelp}, {Command: "lang", Description: w.CommandLang}, {Command: "stop", Description: w.CommandStop},
		{Command: "support", Description: w.CommandSupport}, {Command: "terms", Description: w.CommandTerms},
	}
}

// revoke notes that the token does not work and tells the API once.
func (s *shop) revoke(ctx context.Context) {
	s.state.Lock()
	again := s.revoked
	s.revoked = true
	s.state.Unlock()
	if again {
		return
	}
	s.log.Error("Telegram refuses the token of this bot")
	if err := s.api.status(ctx, s.BotID, "UNAUTHORIZED", nil, nil); err != nil {
		s.log.Warn("status of the bot could not be reported", "error", err)
	}
}

func (s *shop) isRevoked() bool {
	s.state.Lock()
	defer s.state.Unlock()
	return s.revoked
}

// put sends the message, or edits an old one, at the bot's pace, and gives the id of the message. Markup that Telegram cannot read is sent as
// plain text; an edit that changes nothing is as good as done; a message that is gone is sent anew.
func (s *shop) put(ctx context.Context, chat int64, edit int64, m message) (id int64, err error) {
	plain := false
	for {
		if err := s.pace.turn(ctx, chat); err != nil {
			return 0, err
		}
		id, err = s.putOnce(ctx, chat, edit, m, plain)
		switch v, after := judge(err); {
		case v == fine, v == unmodified:
			return id, nil
		case v == lostMessage && edit != 0:
			edit = 0
		case v == badMarkup && !plain:
			s.log.Error("Telegram cannot read our HTML", "error", err)
			plain = true
		case v == flooded:
			s.pace.pause(after)
			return 0, err
		default:
			return 0, err
		}
	}
}

// putOnce is one call. It is not cut short when the bot stops: half a call is a message of which nobody knows whether it arrived.
func (s *shop) putOnce(ctx context.Context, chat, edit int64, m message, plain bool) (int64, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callLimit)
	defer cancel()
	text, mode := m.html, telego.ModeHTML
	if plain {
		text, mode = unmark(m.html), ""
	}
	preview := &telego.LinkPreviewOptions{IsDisabled: true}
	if edit != 0 {
		_, err := s.bot.EditMessageText(ctx, &telego.EditMessageTextParams{
			ChatID: telego.ChatID{ID: chat}, MessageID: int(edit), Text: text, ParseMode: mode, LinkPreviewOptions: preview, ReplyMarkup: m.markup(),
		})
		return edit, err
	}
	params := &telego.SendMessageParams{ChatID: telego.ChatID{ID: chat}, Text: text, ParseMode: mode, LinkPreviewOptions: preview}
	if k := m.markup(); k != nil {
		params.ReplyMarkup = k
	}
	sent, err := s.bot.SendMessage(ctx, params)
	if err != nil {
		return 0, err
	}
	return int64(sent.MessageID), nil
}
