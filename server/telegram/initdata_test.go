package telegram_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/telegram"
)

// The fixed vector: made up, computed independently with two other implementations. Minting its fields again must give it byte for byte.
const (
	vectorID     = 123456789
	vectorSecret = "547b755d884a15472b61e6d1063a33c7770f090126b8483bd8649ccd1bd5840a"
	vectorKey    = telegram.PublicKey("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
	vectorUser   = `{"id":777000111,"first_name":"Gʻulnora","last_name":"Toʻrayeva","username":"gulnora","language_code":"uz","allows_write_to_pm":true}`
	vector       = "auth_date=1767225600&chat_instance=-9019086117643313246&chat_type=channel&hash=1022ec784a8825bf38027b9c5a06da4362d7538d33ab0d8a7e0f996fc82f1a9f&signature=olZNVJYB3c0Pi65ZLKERDOtsDSz6PZgJt4KpJc6q_2HgFpgkGgGKsRWaltPeLFuVCRnw39TdYtvICSoxZ_taDA&start_param=p_42&user=%7B%22id%22%3A777000111%2C%22first_name%22%3A%22G%CA%BBulnora%22%2C%22last_name%22%3A%22To%CA%BBrayeva%22%2C%22username%22%3A%22gulnora%22%2C%22language_code%22%3A%22uz%22%2C%22allows_write_to_pm%22%3Atrue%7D"
)

// Signed by Telegram itself for its documentation; its token is not public, so only the third-party check can be made.
const (
	genuineID = 7342037359
	genuine   = `user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg%22%7D&chat_instance=8134722200314281151&chat_type=private&auth_date=1733584787&signature=zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6`
)

var (
	vectorAt  = time.Unix(1767225600, 0)
	now       = vectorAt.Add(time.Minute)
	genuineAt = time.Unix(1733584787, 0)
)

func vectorToken() string { return "123456789:" + strings.Repeat("A", 35) }

func vectorPrivateKey() ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(i)
	}
	return ed25519.NewKeyFromSeed(seed)
}

// byHash knows the bot's token; bySignature only its id.
func byHash(t testing.TB) telegram.Bot {
	t.Helper()
	bot, err := telegram.BotOf(vectorToken())
	if err != nil {
		t.Fatal(err)
	}
	return bot
}

var bySignature = telegram.Bot{ID: vectorID, PublicKey: vectorKey}

// mint signs a launch for both checks; fields override those of the vector, and an empty value leaves a field out.
func mint(t testing.TB, at time.Time, fields map[string]string) string {
	t.Helper()
	all := map[string]string{
		"chat_instance": "-9019086117643313246", "chat_type": "channel", "start_param": "p_42", "user": vectorUser,
	}
	for k, v := range fields {
		all[k] = v
		if v == "" {
			delete(all, k)
		}
	}
	return byHash(t).Mint(all, at, vectorPrivateKey())
}

func wantCode(t *testing.T, err error, want fault.Code) {
	t.Helper()
	list, ok := fault.As(err)
	if !ok || len(list) != 1 || list[0].Code != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestVector(t *testing.T) {
	t.Parallel()
	if got := hex.EncodeToString(telegram.SecretOf(vectorToken())); got != vectorSecret {
		t.Errorf("secret %s, want %s", got, vectorSecret)
	}
	if got := mint(t, vectorAt, nil); got != vector {
		t.Errorf("minted\n%s\nwant\n%s", got, vector)
	}
	for name, bot := range map[string]telegram.Bot{"hash": byHash(t), "signature": bySignature} {
		data, err := bot.InitData(vector, now)
		if err != nil {
			t.Errorf("by %s: %v", name, err)
			continue
		}
		want := telegram.InitData{
			User: telegram.User{
				ID: 777000111, FirstName: "Gʻulnora", LastName: "Toʻrayeva", Username: "gulnora", Language: "uz", CanWrite: true,
			},
			AuthDate: vectorAt.UTC(), StartParam: "p_42", ChatType: "channel", ChatInstance: "-9019086117643313246",
		}
		if *data != want {
			t.Errorf("by %s: %+v, want %+v", name, *data, want)
		}
	}
}

func TestGenuine(t *testing.T) {
	t.Parallel()
	data, err := telegram.Bot{ID: genuineID}.InitData(genuine, genuineAt)
	if err != nil {
		t.Fatal(err)
	}
	if data.User.ID != 279058397 || data.User.FirstName != "Vladislav + - ? /" {
		t.Errorf("user %+v", data.User)
	}
	for name, bot := range map[string]telegram.Bot{
		"next bot":     {ID: genuineID + 1},
		"previous bot": {ID: genuineID - 1},
		"test servers": {ID: genuineID, PublicKey: telegram.TestServers},
		"no key":       {ID: genuineID, PublicKey: "00"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bot.InitData(genuine, genuineAt)
			wantCode(t, err, fault.InitDataForged)
		})
	}
}

// Values arrive decoded once and untouched, whatever a person calls themselves.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Gʻulnora Oʻtkir", "Maʼmura", "A & B", `say \"hi\"`, "a;b", "100%", "1 + 1", "<b>bold</b>", "a=b&c=d", "Тошкент", "🌷",
		"%22", "%25", "%2C", "%22%2C%22id%22%3A1%2C%22", "%u0022",
	} {
		user := fmt.Sprintf(`{"id":777000111,"first_name":"%s"}`, name)
		raw := mint(t, vectorAt, map[string]string{"user": user})
		want := strings.ReplaceAll(name, `\"`, `"`)
		for _, form := range []string{raw, strings.ReplaceAll(raw, "+", "%20")} {
			for _, bot := range []telegram.Bot{byHash(t), bySignature} {
				data, err := bot.InitData(form, now)
				if err != nil {
					t.Errorf("%q: %v", name, err)
				} else if data.User.ID != 777000111 || data.User.FirstName != want {
					t.Errorf("%q: got %+v", name, data.User)
				}
			}
		}
	}
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"as old as allowed":       mint(t, now.Add(-time.Hour), nil),
		"as far ahead as allowed": mint(t, now.Add(time.Minute), nil),
		"unknown fields":          mint(t, vectorAt, map[string]string{"chat_join_request_query_id": "7", "can_send_after": "0"}),
		"unknown user fields":     mint(t, vectorAt, map[string]string{"user": `{"id":1,"is_premium":true,"added_to_attachment_menu":{"x":[1]}}`}),
		"without a link":          mint(t, vectorAt, map[string]string{"chat_instance": "", "chat_type": "", "start_param": "", "query_id": "AAH"}),
		"largest id":              mint(t, vectorAt, map[string]string{"user": `{"id":4503599627370495}`}),
	} {
		for _, bot := range []telegram.Bot{byHash(t), bySignature} {
			if _, err := bot.InitData(raw, now); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	user := func(text string) string { return mint(t, vectorAt, map[string]string{"user": text}) }
	for name, c := range map[string]struct {
		raw  string
		want fault.Code
	}{
		"empty":          {"", fault.InitDataMissing},
		"9 KiB":          {mint(t, vectorAt, map[string]string{"x": strings.Repeat("x", 9<<10)}), fault.InitDataTooLong},
		"no hash":        {strings.Replace(vector, "hash=", "hush=", 1), fault.InitDataInvalid},
		"short hash":     {strings.Replace(vector, "hash=10", "hash=", 1), fault.InitDataInvalid},
		"no equals sign": {vector + "&x", fault.InitDataInvalid},
		"empty pair":     {vector + "&", fault.InitDataInvalid},
		"broken escape":  {vector + "&x=%2", fault.InitDataInvalid},
		"key with an equals sign": {
			strings.Replace(mint(t, vectorAt, map[string]string{"start_param": "a=b"}), "start_param=a%3D", "start_param%3Da=", 1),
			fault.InitDataInvalid,
		},
		"two pairs in one":           {strings.Replace(vector, "&chat_type=", "%0Achat_type%3D", 1), fault.InitDataInvalid},
		"repeated key":               {vector + "&user=%7B%22id%22%3A1%7D", fault.InitDataRepeated},
		"repeated key, same value":   {vector + "&start_param=p_42", fault.InitDataRepeated},
		"repeated key, escaped":      {vector + "&%75ser=%7B%22id%22%3A1%7D", fault.InitDataRepeated},
		"flipped start_param":        {strings.Replace(vector, "p_42", "p_43", 1), fault.InitDataForged},
		"another user":               {strings.Replace(vector, "777000111", "777000112", 1), fault.InitDataForged},
		"extra field":                {vector + "&x=1", fault.InitDataForged},
		"field left out":             {strings.Replace(vector, "&start_param=p_42", "", 1), fault.InitDataForged},
		"a second too old":           {mint(t, now.Add(-time.Hour-time.Second), nil), fault.InitDataExpired},
		"a day too old":              {mint(t, now.Add(-25*time.Hour), nil), fault.InitDataExpired},
		"a second too far ahead":     {mint(t, now.Add(time.Minute+time.Second), nil), fault.InitDataFuture},
		"user missing":               {user(""), fault.InitDataNoUser},
		"user not JSON":              {user("gulnora"), fault.InitDataInvalid},
		"user a number":              {user("7"), fault.InitDataInvalid},
		"user null":                  {user("null"), fault.InitDataInvalid},
		"user with something behind": {user(vectorUser + "{}"), fault.InitDataInvalid},
		"user without id":            {user(`{"first_name":"A"}`), fault.InitDataInvalid},
		"user id 0":                  {user(`{"id":0}`), fault.InitDataInvalid},
		"user id negative":           {user(`{"id":-1}`), fault.InitDataInvalid},
		"user id a fraction":         {user(`{"id":1.5}`), fault.InitDataInvalid},
		"user id a string":           {user(`{"id":"1"}`), fault.InitDataInvalid},
		"user id too large":          {user(`{"id":4503599627370496}`), fault.InitDataInvalid},
		"user id by another case":    {user(`{"ID":1}`), fault.InitDataInvalid},
		"user with two ids":          {user(`{"id":1,"id":777000111}`), fault.InitDataRepeated},
		"user with two ids, escaped": {user(`{"id":1,"\u0069d":777000111}`), fault.InitDataRepeated},
		"two keys deep inside":       {user(`{"id":1,"x":[{"a":1,"a":2}]}`), fault.InitDataRepeated},
	} {
		t.Run(name, func(t *testing.T) {
			for _, bot := range []telegram.Bot{byHash(t), bySignature} {
				_, err := bot.InitData(c.raw, now)
				wantCode(t, err, c.want)
			}
		})
	}
}

// The signature's padding is no part of what Telegram sends: under the secret it changes the signed text, under the key the encoding.
func TestPaddedSignature(t *testing.T) {
	t.Parallel()
	padded := strings.Replace(vector, "&start_param", "%3D%3D&start_param", 1)
	_, err := byHash(t).InitData(padded, now)
	wantCode(t, err, fault.InitDataForged)
	_, err = bySignature.InitData(padded, now)
	wantCode(t, err, fault.InitDataInvalid)

	values, _ := url.ParseQuery(vector)
	raw, _ := base64.RawURLEncoding.DecodeString(values.Get("signature"))
	values.Set("signature", base64.RawURLEncoding.EncodeToString(raw[:63]))
	_, err = bySignature.InitData(values.Encode(), now)
	wantCode(t, err, fault.InitDataInvalid)
}

// Init data of one shop's bot is worth nothing in another shop, whichever check that shop makes.
func TestOtherBot(t *testing.T) {
	t.Parallel()
	other, err := telegram.BotOf("123456788:" + strings.Repeat("B", 35))
	if err != nil {
		t.Fatal(err)
	}
	for _, bot := range []telegram.Bot{other, {ID: vectorID + 1, PublicKey: vectorKey}, {ID: vectorID}} {
		_, err := bot.InitData(vector, now)
		wantCode(t, err, fault.InitDataForged)
	}
}

func TestBotOf(t *testing.T) {
	t.Parallel()
	for _, token := range []string{
		"", ":", "123456789", "123456789:", "0:" + strings.Repeat("A", 35), "-1:" + strings.Repeat("A", 35),
		"x:" + strings.Repeat("A", 35), "1:" + strings.Repeat("A", 34), "1:" + strings.Repeat("A", 34) + "!", vectorToken() + "A",
	} {
		_, err := telegram.BotOf(token)
		wantCode(t, err, fault.BotTokenInvalid)
		if token != "" && token != ":" && strings.Contains(err.Error(), token) {
			t.Errorf("the error repeats the token: %v", err)
		}
	}
}

// No error may carry a piece of what was sent: init data is a credential, and errors end in logs.
func TestErrorsRepeatNothing(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		vector + "&x=1", vector + "&user=1", vector + "&%zz", strings.Replace(vector, "hash=", "hush=", 1),
		mint(t, vectorAt, map[string]string{"user": `{"id":"canary-1234"}`}), mint(t, now.Add(-2*time.Hour), nil),
	} {
		_, err := byHash(t).InitData(raw, now)
		text := fmt.Sprintf("%v %+v %#v", err, err, err)
		for _, piece := range []string{"gulnora", "777000111", "canary", "1022ec784a", "olZNVJYB", "9019086117643313246", "hush"} {
			if strings.Contains(text, piece) {
				t.Errorf("error repeats %q: %s", piece, text)
			}
		}
	}
}
