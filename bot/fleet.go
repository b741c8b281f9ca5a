package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/mymmrac/telego"
)

// reload is how often the list of bots is read anew: a shop's new bot is on within this time.
const reload = 30 * time.Second

// fleet is all shops' bots in this process. Bots come and go while it runs.
type fleet struct {
	config Config
	api    *api
	client *http.Client
	log    *slog.Logger
	inbox  *inbox

	mu    sync.RWMutex
	byID  map[int64]*member
	byKey map[string]*shop
	names map[string]map[language]string // of stores, by slug
}

// member is a running bot and the means to end it.
type member struct {
	*shop
	stop context.CancelFunc
	done chan struct{}
}

func newFleet(config Config, client *http.Client, log *slog.Logger) *fleet {
	f := &fleet{
		config: config, api: &api{url: config.APIURL, token: config.ServiceToken, http: client}, client: client, log: log,
		byID: map[int64]*member{}, byKey: map[string]*shop{}, names: map[string]map[language]string{},
	}
	f.inbox = newInbox(f.handle)
	return f
}

// grace is how long what was begun may go on after the bot was told to stop.
const grace = 10 * time.Second

// run keeps the bots of all stores running until ctx ends, then lets each finish what it has begun.
func (f *fleet) run(ctx context.Context) {
	work, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	defer context.AfterFunc(ctx, func() {
		sleep(work, grace)
		end()
	})()
	var all sync.WaitGroup
	all.Go(func() { f.inbox.run(work) })
	posting := false
	for {
		err := f.reconcile(ctx, work)
		pause := reload
		switch {
		case ctx.Err() != nil:
		case err != nil:
			f.log.Error("the list of bots could not be read", "error", err)
			if !posting {
				pause = 2 * time.Second // the server may just be starting
			}
		case !posting:
			posting = true // not before there are bots to send with
			all.Go(func() { newPost(f).run(ctx) })
		}
		if !sleep(ctx, pause) {
			break
		}
	}
	members := f.members()
	for _, m := range members {
		m.stop()
	}
	for _, m := range members {
		<-m.done
	}
	f.inbox.close()
	all.Wait()
}

// reconcile reads the list of bots and starts, restarts and ends what differs. Names of stores are read in every language.
func (f *fleet) reconcile(ctx, work context.Context) error {
	var list []credentials
	names := map[string]map[language]string{}
	for _, l := range languages {
		got, err := f.api.credentials(ctx, l)
		if err != nil {
			return err
		}
		for _, c := range got {
			if names[c.Store.Slug] == nil {
				names[c.Store.Slug] = map[language]string{}
			}
			names[c.Store.Slug][l] = c.Store.Name
		}
		list = got
	}
	f.mu.Lock()
	f.names = names
	f.mu.Unlock()
	wanted := map[int64]credentials{}
	for _, c := range list {
		wanted[c.BotID] = c
	}
	for id, m := range f.members() {
		c, ok := wanted[id]
		if ok && c.Token == m.Token && c.WebhookKey == m.WebhookKey && c.IsTestServer == m.IsTestServer && c.Store.Slug == m.Store.Slug {
			delete(wanted, id)
			continue
		}
		f.remove(ctx, m, ok)
	}
	for _, c := range wanted {
		f.add(work, c)
	}
	return nil
}

func (f *fleet) members() map[int64]*member {
	f.mu.RLock()
	defer f.mu.RUnlock()
	list := make(map[int64]*member, len(f.byID))
	for id, m := range f.byID {
		list[id] = m
	}
	return list
}

func (f *fleet) add(work context.Context, c credentials) {
	slug := c.Store.Slug
	s, err := newShop(c, f.config, f.api, f.client, f.log, func(l language) string { return f.name(slug, l) })
	if err != nil {
		f.log.Error("bot cannot be made", "store", slug, "bot", c.BotID, "error", err)
		return
	}
	ctx, cancel := context.WithCancel(work)
	m := &member{shop: s, stop: cancel, done: make(chan struct{})}
	f.mu.Lock()
	f.byID[c.BotID] = m
	f.byKey[c.WebhookKey] = s
	f.mu.Unlock()
	go func() {
		defer close(m.done)
		if s.open(ctx) && f.config.WebhookURL == "" {
			s.poll(ctx, f.inbox)
		}
	}()
}

// remove ends a bot. When it is gone for good, its webhook is taken away too, so that Telegram does not go on calling.
func (f *fleet) remove(ctx context.Context, m *member, comesBack bool) {
	f.mu.Lock()
	delete(f.byID, m.BotID)
	delete(f.byKey, m.WebhookKey)
	f.mu.Unlock()
	m.stop()
	<-m.done
	if f.config.WebhookURL != "" && !comesBack && !m.isRevoked() {
		ctx, cancel := context.WithTimeout(ctx, callLimit)
		defer cancel()
		if err := m.bot.DeleteWebhook(ctx, &telego.DeleteWebhookParams{}); err != nil {
			m.log.Warn("webhook of a removed bot could not be taken away", "error", err)
		}
	}
	m.log.Info("bot is off")
}

// find gives the running bot with the id; nil when there is none that works.
func (f *fleet) find(botID int64) *shop {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if m := f.byID[botID]; m != nil && !m.isRevoked() {
		return m.shop
	}
	return nil
}

// name is what a store is called in a language.
func (f *fleet) name(slug string, l language) string {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if n := f.names[slug][l]; n != "" {
		return n
	}
	return slug
}

// handle is what the inbox does with each update. False means that Telegram must tell it again.
func (f *fleet) handle(ctx context.Context, s *shop, u telego.Update) bool {
	if isMoney(u) {
		return s.money(ctx, u.Message)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := s.update(ctx, u); err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("update was not answered", "update", u.UpdateID, "error", err)
	}
	return true
}
