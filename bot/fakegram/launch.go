package fakegram

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Launch says how a Mini App is opened, apart from its address.
type Launch struct {
	// StartParam is the startapp code of a t.me link. A button in a chat has none.
	StartParam string
	// Platform is what the client calls itself; empty is android.
	Platform string
	// Dark chooses the dark theme.
	Dark bool
}

// themes are the colours of Telegram's own light and dark themes.
var themes = map[bool]string{
	false: `{"bg_color":"#ffffff","text_color":"#000000","hint_color":"#707579","link_color":"#3390ec","button_color":"#3390ec","button_text_color":"#ffffff","secondary_bg_color":"#f4f4f5","header_bg_color":"#ffffff","bottom_bar_bg_color":"#ffffff","accent_text_color":"#3390ec","section_bg_color":"#ffffff","section_header_text_color":"#707579","section_separator_color":"#e5e5ea","subtitle_text_color":"#707579","destructive_text_color":"#df3f40"}`,
	true:  `{"bg_color":"#212121","text_color":"#ffffff","hint_color":"#aaaaaa","link_color":"#8774e1","button_color":"#8774e1","button_text_color":"#ffffff","secondary_bg_color":"#0f0f0f","header_bg_color":"#212121","bottom_bar_bg_color":"#212121","accent_text_color":"#8774e1","section_bg_color":"#212121","section_header_text_color":"#aaaaaa","section_separator_color":"#303030","subtitle_text_color":"#aaaaaa","destructive_text_color":"#e53935"}`,
}

// InitData signs what a Mini App is told about the person who opened it: with the bot's token, and with the server's key as Telegram's.
// fields are the values beside user and auth_date, such as start_param or query_id.
func (s *Server) InitData(token string, personID int64, fields map[string]string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.initData(token, personID, fields)
}

func (s *Server) initData(token string, personID int64, fields map[string]string) (string, error) {
	b, p := s.bots[token], s.people[personID]
	if b == nil || p == nil {
		return "", fmt.Errorf("no such bot or person")
	}
	user := struct {
		ID           int64  `json:"id"`
		FirstName    string `json:"first_name"`
		LastName     string `json:"last_name,omitempty"`
		Username     string `json:"username,omitempty"`
		LanguageCode string `json:"language_code,omitempty"`
		IsPremium    bool   `json:"is_premium,omitempty"`
		AllowsWrite  bool   `json:"allows_write_to_pm,omitempty"`
	}{p.ID, p.FirstName, p.LastName, p.Username, p.LanguageCode, p.IsPremium, b.with(p).canWrite()}
	raw, err := json.Marshal(user)
	if err != nil {
		return "", err
	}
	all := url.Values{"user": {string(raw)}, "auth_date": {strconv.FormatInt(s.now().Unix(), 10)}}
	for k, v := range fields {
		all.Set(k, v)
	}
	return sign(all, b.Bot, s.options.SigningKey), nil
}

// ContactData is the signed answer that a Mini App gets when the person shares their number (getRequestedContact).
func (s *Server) ContactData(token string, personID int64) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, p := s.bots[token], s.people[personID]
	if b == nil || p == nil {
		return "", fmt.Errorf("no such bot or person")
	}
	raw, err := json.Marshal(p.card())
	if err != nil {
		return "", err
	}
	return sign(url.Values{"contact": {string(raw)}, "auth_date": {strconv.FormatInt(s.now().Unix(), 10)}}, b.Bot, nil), nil
}

func (c *chat) canWrite() bool { return (c.started || c.writable) && !c.blocked }

// sign adds signature (when there is a key) and hash, as core.telegram.org/bots/webapps describes: lines sorted by name; the hash's key is
// HMAC("WebAppData", token); the signature covers "<bot id>:WebAppData" and the same lines without itself.
func sign(fields url.Values, b Bot, key ed25519.PrivateKey) string {
	lines := func() string {
		var all []string
		for k := range fields {
			all = append(all, k+"="+fields.Get(k))
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	if key != nil {
		text := strconv.FormatInt(b.ID(), 10) + ":WebAppData\n" + lines()
		fields.Set("signature", base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(text))))
	}
	secret := hmacOf([]byte("WebAppData"), b.Token)
	fields.Set("hash", hex.EncodeToString(hmacOf(secret, lines())))
	return strings.ReplaceAll(fields.Encode(), "+", "%20")
}

func hmacOf(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// launchURL is the address a client opens: the app's own, with the launch parameters in the fragment. A link with startapp also puts its code
// into the query, as Telegram does.
func (s *Server) launchURL(b *bot, p *person, address string, l Launch) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	fields := map[string]string{}
	launch := url.Values{}
	if l.StartParam == "" {
		fields["query_id"] = "AAF" + strconv.FormatInt(s.next(), 36)
	} else {
		fields["start_param"] = l.StartParam
		fields["chat_type"], fields["chat_instance"] = "sender", strconv.FormatInt(-9_019_086_117_643_313_246, 10)
		q := u.Query()
		q.Set("tgWebAppStartParam", l.StartParam)
		u.RawQuery = q.Encode()
		launch.Set("tgWebAppStartParam", l.StartParam)
	}
	data, err := s.initData(b.Token, p.ID, fields)
	if err != nil {
		return "", err
	}
	if l.Platform == "" {
		l.Platform = "android"
	}
	launch.Set("tgWebAppData", data)
	launch.Set("tgWebAppVersion", "9.1")
	launch.Set("tgWebAppPlatform", l.Platform)
	launch.Set("tgWebAppThemeParams", themes[l.Dark])
	fragment := strings.ReplaceAll(launch.Encode(), "+", "%20")
	u.Fragment = ""
	return u.String() + "#" + fragment, nil
}
