package fakegram_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

const (
	token      = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	otherToken = "987654321:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
)

// start gives a server with one bot on a loopback port.
func start(t *testing.T, o fakegram.Options) (*fakegram.Server, string) {
	t.Helper()
	s := fakegram.New(o)
	if err := s.AddBot(fakegram.Bot{Token: token, Name: "Atlas", Username: "atlas_bot", MainApp: "https://shop.example/app/atlas/"}); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	t.Cleanup(func() { s.Close(); web.Close() })
	return s, web.URL
}

type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// call sends body as JSON to a method of the bot.
func call(t *testing.T, base, method string, body any) reply {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(base+"/bot"+token+"/"+method, "application/json", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, res)
}

func decode(t *testing.T, res *http.Response) reply {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var r reply
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatalf("answer %d is not JSON: %s", res.StatusCode, raw)
	}
	if !r.OK && r.Code != res.StatusCode {
		t.Errorf("error_code %d comes with HTTP %d", r.Code, res.StatusCode)
	}
	return r
}

type object = map[string]any

func result[T any](t *testing.T, r reply) (v T) {
	t.Helper()
	if !r.OK {
		t.Fatalf("refused: %d %s", r.Code, r.Description)
	}
	if err := json.Unmarshal(r.Result, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRefusals(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	buyer := s.Open(fakegram.Buyer.ID, token)
	if err := buyer.Start(""); err != nil {
		t.Fatal(err)
	}
	stranger := fakegram.User{ID: 5, FirstName: "Olim"}
	blocker := fakegram.User{ID: 6, FirstName: "Zafar"}
	gone := fakegram.User{ID: 7, FirstName: "Nodir"}
	for _, u := range []fakegram.User{stranger, blocker, gone} {
		if err := s.AddPerson(u); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []int64{blocker.ID, gone.ID} {
		if err := s.Open(id, token).Start(""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Open(blocker.ID, token).Block(); err != nil {
		t.Fatal(err)
	}
	if err := s.Open(gone.ID, token).DeleteAccount(); err != nil {
		t.Fatal(err)
	}
	for _, place := range []fakegram.Chat{
		{ID: -1, Type: "channel", Title: "News", Username: "news"}, {ID: -2, Type: "supergroup", Title: "Team"}, {ID: -3, Type: "channel", Title: "Other"},
	} {
		if err := s.AddPlace(place); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetMember(token, -1, fakegram.Staff.ID, "administrator", true); err != nil {
		t.Fatal(err)
	}
	if err := s.SetMember(token, -2, fakegram.Staff.ID, "kicked", false); err != nil {
		t.Fatal(err)
	}
	sent := result[fakegram.Message](t, call(t, base, "sendMessage", object{"chat_id": fakegram.Buyer.ID, "text": "salom"}))
	me := fakegram.Buyer.ID
	button := func(b object) object { return object{"inline_keyboard": [][]object{{b}}} }
	app := button(object{"text": "Ochish", "web_app": object{"url": "https://shop.example/"}})

	for _, c := range []struct {
		name, method string
		body         object
		code         int
		want         string
	}{
		{"unknown method", "sendPigeon", object{}, 404, "Not Found"},
		{"unknown person", "sendMessage", object{"chat_id": 404404, "text": "x"}, 400, "chat not found"},
		{"not started", "sendMessage", object{"chat_id": stranger.ID, "text": "x"}, 403, "bot can't initiate conversation with a user"},
		{"blocked", "sendMessage", object{"chat_id": blocker.ID, "text": "x"}, 403, "bot was blocked by the user"},
		{"gone", "sendMessage", object{"chat_id": gone.ID, "text": "x"}, 403, "user is deactivated"},
		{"not in channel", "sendMessage", object{"chat_id": -3, "text": "x"}, 403, "bot is not a member of the channel chat"},
		{"kicked", "sendMessage", object{"chat_id": -2, "text": "x"}, 403, "bot was kicked from the supergroup chat"},
		{"empty", "sendMessage", object{"chat_id": me, "text": " \n "}, 400, "message text is empty"},
		{"4097 units", "sendMessage", object{"chat_id": me, "text": strings.Repeat("ʻ", 4097)}, 400, "message is too long"},
		{"bad html", "sendMessage", object{"chat_id": me, "text": "<p>x</p>", "parse_mode": "HTML"}, 400, `can't parse entities: Unsupported start tag "p" at byte offset 0`},
		{"unknown mode", "sendMessage", object{"chat_id": me, "text": "x", "parse_mode": "Wiki"}, 400, "unsupported parse_mode"},
		{"app in channel", "sendMessage", object{"chat_id": "@news", "text": "x", "reply_markup": app}, 400, "BUTTON_TYPE_INVALID"},
		{"app over http", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x", "web_app": object{"url": "http://shop.example/"}})}, 400, "Only HTTPS links are allowed"},
		{"app on localhost", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x", "web_app": object{"url": "http://127.0.0.1:8080/"}})}, 400, "Only HTTPS links are allowed"},
		{"65 bytes of data", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x", "callback_data": strings.Repeat("ў", 32) + "x"})}, 400, "BUTTON_DATA_INVALID"},
		{"button without text", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": " ", "callback_data": "a"})}, 400, "Text must be non-empty"},
		{"button without act", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x"})}, 400, "Text buttons are unallowed"},
		{"two acts", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x", "callback_data": "a", "url": "https://a.uz"})}, 400, "exactly one action"},
		{"bad link", "sendMessage", object{"chat_id": me, "text": "x", "reply_markup": button(object{"text": "x", "url": "javascript:alert(1)"})}, 400, "Wrong HTTP URL"},
		{"caption", "sendPhoto", object{"chat_id": me, "photo": "https://a.uz/a.png", "caption": strings.Repeat("a", 1025)}, 400, "message caption is too long"},
		{"foreign file", "sendPhoto", object{"chat_id": me, "photo": "FILE-1-1"}, 400, "wrong file identifier/HTTP URL specified"},
		{"album of one", "sendMediaGroup", object{"chat_id": me, "media": []object{{"type": "photo", "media": "https://a.uz/a.png"}}}, 400, "album must contain from 2 to 10 items"},
		{"edit nothing", "editMessageText", object{"chat_id": me, "message_id": sent.ID, "text": "salom"}, 400, "message is not modified"},
		{"edit unknown", "editMessageText", object{"chat_id": me, "message_id": 9999, "text": "x"}, 400, "message to edit not found"},
		{"edit theirs", "editMessageText", object{"chat_id": me, "message_id": buyer.Messages()[0].ID, "text": "x"}, 400, "message can't be edited"},
		{"delete unknown", "deleteMessage", object{"chat_id": me, "message_id": 9999}, 400, "message to delete not found"},
		{"answer unknown", "answerCallbackQuery", object{"callback_query_id": "1"}, 400, "query is too old"},
		{"menu over http", "setChatMenuButton", object{"menu_button": object{"type": "web_app", "text": "x", "web_app": object{"url": "http://a.uz"}}}, 400, "Only HTTPS links are allowed"},
		{"command form", "setMyCommands", object{"commands": []object{{"command": "Shop", "description": "x"}}}, 400, "BOT_COMMAND_INVALID"},
		{"name too long", "setMyName", object{"name": strings.Repeat("a", 65)}, 400, "name is too long"},
		{"language", "setMyName", object{"name": "a", "language_code": "uz-Latn"}, 400, "invalid language code"},
		{"webhook over http", "setWebhook", object{"url": "http://a.uz/"}, 400, "An HTTPS URL must be provided"},
		{"webhook port", "setWebhook", object{"url": "https://a.uz:8080/"}, 400, "ports 80, 88, 443 or 8443"},
		{"webhook secret", "setWebhook", object{"url": "https://a.uz/", "secret_token": "a b"}, 400, "unallowed characters"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := call(t, base, c.method, c.body)
			if r.OK || r.Code != c.code || !strings.Contains(r.Description, c.want) {
				t.Errorf("got %v %d %q, want %d … %q", r.OK, r.Code, r.Description, c.code, c.want)
			}
		})
	}
	if got := len(buyer.Received()); got != 1 {
		t.Errorf("refused calls left %d messages instead of 1", got)
	}

	t.Run("tokens", func(t *testing.T) {
		for path, want := range map[string]int{"/botabc/getMe": 404, "/bot" + otherToken + "/getMe": 401, "/bot" + token + "/getMe": 200, "/bot" + token + "/test/getMe": 200} {
			res, err := http.Post(base+path, "application/json", strings.NewReader("null"))
			if err != nil {
				t.Fatal(err)
			}
			if _ = res.Body.Close(); res.StatusCode != want {
				t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
			}
		}
	})
}

func TestPersonAndButtons(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	buyer := s.Open(fakegram.Buyer.ID, token)
	if err := buyer.Start("p_42"); err != nil {
		t.Fatal(err)
	}
	if err := buyer.Start("p 42"); err == nil {
		t.Error("a payload outside the alphabet was taken")
	}
	call(t, base, "sendMessage", object{"chat_id": fakegram.Buyer.ID, "text": "<b>Xush kelibsiz</b>, G&#x2BB;ulnora", "parse_mode": "HTML", "reply_markup": object{"inline_keyboard": [][]object{
		{{"text": "Ochish", "web_app": object{"url": "https://shop.example/app/atlas/p/kurta?startapp=p_42"}}},
		{{"text": "Qabul", "callback_data": "ok"}, {"text": "Kod", "copy_text": object{"text": "YOZ10"}}, {"text": "Kanal", "url": "https://t.me/atlas_bot?startapp=p_7"}},
	}}})
	got, err := buyer.WaitReceived(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	m := got[0]
	if m.Text != "Xush kelibsiz, Gʻulnora" || len(m.Entities) != 1 || m.Entities[0] != (fakegram.Entity{Type: "bold", Offset: 0, Length: 13}) {
		t.Errorf("message %+v", m)
	}
	buttons := m.Buttons()
	opened, err := buyer.Tap(buttons[0])
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(opened.URL)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(opened.URL, "https://shop.example/app/atlas/p/kurta?startapp=p_42#") {
		t.Errorf("opened %s", opened.URL)
	}
	launch, err := url.ParseQuery(u.EscapedFragment())
	if err != nil {
		t.Fatal(err)
	}
	data, err := url.ParseQuery(launch.Get("tgWebAppData"))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"query_id", "user", "auth_date", "hash", "signature"} {
		if data.Get(field) == "" {
			t.Errorf("launch data has no %s: %v", field, data)
		}
	}
	if launch.Get("tgWebAppVersion") != "9.1" || launch.Get("tgWebAppPlatform") != "android" || !strings.Contains(launch.Get("tgWebAppThemeParams"), "bg_color") {
		t.Errorf("launch parameters %v", launch)
	}
	pressed, err := buyer.Tap(buttons[1])
	if err != nil {
		t.Fatal(err)
	}
	if r := call(t, base, "answerCallbackQuery", object{"callback_query_id": pressed.QueryID, "text": "Rahmat"}); !r.OK {
		t.Error(r.Description)
	}
	if a, err := buyer.WaitAnswer(t.Context(), pressed.QueryID); err != nil || a.Text != "Rahmat" {
		t.Errorf("answer %+v %v", a, err)
	}
	if r := call(t, base, "answerCallbackQuery", object{"callback_query_id": pressed.QueryID}); r.OK {
		t.Error("one press was answered twice")
	}
	if c, err := buyer.Tap(buttons[2]); err != nil || c.Copied != "YOZ10" {
		t.Errorf("copied %+v %v", c, err)
	}
	link, err := buyer.Tap(buttons[3])
	if err != nil || !strings.Contains(link.URL, "tgWebAppStartParam=p_7") || !strings.Contains(link.URL, "chat_instance") {
		t.Errorf("link %+v %v", link, err)
	}
	if f, err := buyer.Follow("https://t.me/atlas_bot?start=o_1", fakegram.Launch{}); err != nil || !f.Started {
		t.Errorf("start link %+v %v", f, err)
	}
	if _, err := buyer.Tap(fakegram.Button{Text: "Ochish"}); err == nil {
		t.Error("a button that is not there was pressed")
	}
	if card, err := s.ContactData(token, fakegram.Buyer.ID); err != nil || !strings.Contains(card, "contact=") || !strings.Contains(card, "hash=") {
		t.Errorf("contact %q %v", card, err)
	}
}

func TestBlockAndWriteAccess(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	staff := s.Open(fakegram.Staff.ID, token)
	send := func() reply { return call(t, base, "sendMessage", object{"chat_id": fakegram.Staff.ID, "text": "x"}) }
	if r := send(); r.Code != 403 {
		t.Fatalf("before any contact: %+v", r)
	}
	if err := staff.Say("salom"); err == nil {
		t.Error("somebody wrote without pressing Start")
	}
	for _, step := range []struct {
		name string
		do   func() error
		ok   bool
	}{
		{"write access", staff.AllowWriting, true}, {"block", staff.Block, false}, {"unblock", staff.Unblock, true}, {"block again", staff.Block, false},
		{"start", func() error { return staff.Start("") }, true}, {"delete account", staff.DeleteAccount, false},
	} {
		if err := step.do(); err != nil {
			t.Fatal(step.name, err)
		}
		if r := send(); r.OK != step.ok {
			t.Errorf("after %s: %v %s", step.name, r.OK, r.Description)
		}
	}
	updates := result[[]fakegram.Update](t, call(t, base, "getUpdates", object{}))
	var kinds []string
	for _, u := range updates {
		switch {
		case u.Message != nil && u.Message.WriteAccessAllowed != nil:
			kinds = append(kinds, "write")
		case u.Message != nil:
			kinds = append(kinds, u.Message.Text)
		default:
			kinds = append(kinds, u.MyChatMember.New.Status)
		}
	}
	if got := strings.Join(kinds, " "); got != "write kicked member kicked member /start" {
		t.Errorf("updates %s", got)
	}
}

func TestSettings(t *testing.T) {
	s, base := start(t, fakegram.Options{AllowLocalHTTP: true})
	ok := func(method string, body object) {
		t.Helper()
		if r := call(t, base, method, body); !r.OK {
			t.Fatalf("%s: %s", method, r.Description)
		}
	}
	buyer, staff := s.Open(fakegram.Buyer.ID, token), s.Open(fakegram.Staff.ID, token)
	for _, c := range []*fakegram.Client{buyer, staff} {
		if err := c.Start(""); err != nil {
			t.Fatal(err)
		}
	}
	ok("setMyCommands", object{"commands": []object{{"command": "shop", "description": "Doʻkon"}}, "scope": object{"type": "all_private_chats"}})
	ok("setMyCommands", object{"commands": []object{{"command": "shop", "description": "Магазин"}}, "scope": object{"type": "all_private_chats"}, "language_code": "ru"})
	if c := buyer.Commands(); len(c) != 1 || c[0].Description != "Doʻkon" {
		t.Errorf("buyer sees %v", c)
	}
	if c := staff.Commands(); len(c) != 1 || c[0].Description != "Магазин" {
		t.Errorf("staff see %v", c)
	}
	menu := func(text string) object {
		return object{"type": "web_app", "text": text, "web_app": object{"url": "http://localhost:8080/app/atlas/"}}
	}
	ok("setChatMenuButton", object{"menu_button": menu("Doʻkon")})
	ok("setChatMenuButton", object{"menu_button": menu("Магазин"), "chat_id": fakegram.Staff.ID})
	if m := buyer.MenuButton(); m == nil || m.Text != "Doʻkon" {
		t.Errorf("buyer's menu %+v", m)
	}
	if m := staff.MenuButton(); m == nil || m.Text != "Магазин" {
		t.Errorf("staff's menu %+v", m)
	}
	if to, err := buyer.Menu(fakegram.Launch{}); err != nil || !strings.HasPrefix(to.URL, "http://localhost:8080/app/atlas/#") {
		t.Errorf("menu opens %q %v", to.URL, err)
	}
	ok("setMyName", object{"name": "Atlas doʻkoni"})
	ok("setMyDescription", object{"description": "Магазин", "language_code": "ru"})
	if got := result[map[string]string](t, call(t, base, "getMyDescription", object{"language_code": "ru"})); got["description"] != "Магазин" {
		t.Errorf("description %v", got)
	}
	if got := result[fakegram.User](t, call(t, base, "getMe", nil)); got.FirstName != "Atlas doʻkoni" || !got.IsBot {
		t.Errorf("getMe %+v", got)
	}
}

func TestUploadedPhoto(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	if err := s.AddBot(fakegram.Bot{Token: otherToken, Username: "other_bot"}); err != nil {
		t.Fatal(err)
	}
	for _, tk := range []string{token, otherToken} {
		if err := s.Open(fakegram.Buyer.ID, tk).Start(""); err != nil {
			t.Fatal(err)
		}
	}
	var picture, body bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	form := multipart.NewWriter(&body)
	_ = form.WriteField("chat_id", "777000111")
	_ = form.WriteField("caption", "Koʻylak")
	part, err := form.CreateFormFile("photo", "k.png")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(picture.Bytes())
	_ = form.Close()
	res, err := http.Post(base+"/bot"+token+"/sendPhoto", form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	m := result[fakegram.Message](t, decode(t, res))
	if len(m.Photo) != 1 || m.Photo[0].Width != 30 || m.Photo[0].Height != 20 || m.Caption != "Koʻylak" {
		t.Fatalf("sent %+v", m)
	}
	id := m.Photo[0].FileID
	if r := call(t, base, "sendPhoto", object{"chat_id": fakegram.Buyer.ID, "photo": id}); !r.OK {
		t.Errorf("own file_id: %s", r.Description)
	}
	foreign, err := http.PostForm(base+"/bot"+otherToken+"/sendPhoto", url.Values{"chat_id": {"777000111"}, "photo": {id}})
	if err != nil {
		t.Fatal(err)
	}
	if r := decode(t, foreign); r.OK {
		t.Error("another bot used the file_id")
	}
	path := result[struct {
		Path string `json:"file_path"`
	}](t, call(t, base, "getFile", object{"file_id": id})).Path
	got, err := http.Get(base + "/file/bot" + token + "/" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	raw, err := io.ReadAll(got.Body)
	if err != nil || !bytes.Equal(raw, picture.Bytes()) {
		t.Errorf("the file came back with %d bytes, want %d (%v)", len(raw), picture.Len(), err)
	}
}

func TestWaitUntilGivesUp(t *testing.T) {
	s, _ := start(t, fakegram.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Open(fakegram.Buyer.ID, token).WaitReceived(ctx, 1); err == nil {
		t.Error("waited for a message that never came")
	}
}
