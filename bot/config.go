package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
)

// Config is all that the bot is told from outside.
type Config struct {
	// APIURL is the GraphQL address.
	APIURL string
	// ServiceToken signs the bot in at the API; its permission is BOT.
	ServiceToken string
	// PublicURL is where people reach the shop, without a slash at the end: the Mini App is /app/{store}/ below it, the admin /admin/.
	PublicURL string
	// TelegramURL is the Bot API server, without a slash at the end.
	TelegramURL string
	// WebhookURL is where Telegram reaches this process, without a slash at the end; empty means long polling.
	WebhookURL string
	// Addr is where webhooks and /healthz are listened for; empty means nowhere.
	Addr string

	LogLevel slog.Level
	LogJSON  bool
}

const realTelegram = "https://api.telegram.org"

// settings is the table that -h prints and readConfig follows.
var settings = []struct{ name, fallback, meaning string }{
	{"DOKON_SERVICE_TOKEN", "", "service token with the permission BOT; required"},
	{"DOKON_API_URL", "http://127.0.0.1:8080/graphql", "GraphQL address of the server"},
	{"DOKON_PUBLIC_URL", "origin of DOKON_API_URL", "where people reach Mini App and admin; https, except with a fake Telegram"},
	{"DOKON_TELEGRAM_URL", realTelegram, "Bot API server"},
	{"DOKON_BOT_WEBHOOK_URL", "", "public https address of this process; empty: long polling"},
	{"DOKON_BOT_ADDR", "127.0.0.1:8091 with a webhook, else none", "address to listen on for webhooks and /healthz"},
	{"DOKON_LOG_LEVEL", "info", "debug, info, warn or error"},
	{"DOKON_LOG_FORMAT", "text", "text or json"},
}

// readConfig takes the settings from the environment and reports every fault at once.
func readConfig(getenv func(string) string) (Config, error) {
	or := func(name, fallback string) string {
		if v := strings.TrimSpace(getenv(name)); v != "" {
			return strings.TrimRight(v, "/")
		}
		return fallback
	}
	c := Config{
		APIURL:       or("DOKON_API_URL", "http://127.0.0.1:8080/graphql"),
		ServiceToken: or("DOKON_SERVICE_TOKEN", ""),
		TelegramURL:  or("DOKON_TELEGRAM_URL", realTelegram),
		WebhookURL:   or("DOKON_BOT_WEBHOOK_URL", ""),
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.ServiceToken == "" {
		fault("DOKON_SERVICE_TOKEN is not set")
	}
	api, err := address(c.APIURL)
	if err != nil {
		fault("DOKON_API_URL: %w", err)
	} else {
		c.PublicURL = api.Scheme + "://" + api.Host
	}
	c.PublicURL = or("DOKON_PUBLIC_URL", c.PublicURL)
	telegram, err := address(c.TelegramURL)
	if err != nil {
		fault("DOKON_TELEGRAM_URL: %w", err)
	}
	isReal := telegram != nil && !loopback(telegram.Hostname())
	public, err := address(c.PublicURL)
	switch {
	case c.PublicURL == "":
	case err != nil:
		fault("DOKON_PUBLIC_URL: %w", err)
	case isReal && public.Scheme != "https":
		fault("DOKON_PUBLIC_URL is %s: Telegram opens https addresses alone", c.PublicURL)
	}
	if c.WebhookURL != "" {
		hook, err := address(c.WebhookURL)
		switch {
		case err != nil:
			fault("DOKON_BOT_WEBHOOK_URL: %w", err)
		case isReal && hook.Scheme != "https":
			fault("DOKON_BOT_WEBHOOK_URL is %s: Telegram calls https addresses alone", c.WebhookURL)
		}
		c.Addr = "127.0.0.1:8091"
	}
	c.Addr = or("DOKON_BOT_ADDR", c.Addr)
	if c.Addr != "" {
		if _, _, err := net.SplitHostPort(c.Addr); err != nil {
			fault("DOKON_BOT_ADDR: %w", err)
		}
	}
	if err := c.LogLevel.UnmarshalText([]byte(or("DOKON_LOG_LEVEL", "info"))); err != nil {
		fault("DOKON_LOG_LEVEL is none of debug, info, warn, error")
	}
	switch or("DOKON_LOG_FORMAT", "text") {
	case "json":
		c.LogJSON = true
	case "text":
	default:
		fault("DOKON_LOG_FORMAT is neither text nor json")
	}
	return c, errors.Join(faults...)
}

func address(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, errors.New("not an address")
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is not a plain http or https address", s)
	}
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
