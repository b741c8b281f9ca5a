package fakegram

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// call is one request of a bot. Methods run under the server's lock; getUpdates gives it up while it waits.
type call struct {
	*Server
	ctx   context.Context
	bot   *bot
	args  params
	files map[string]upload
	note  string // the description beside a true result
}

// methods are the calls that this Telegram knows. Names are looked up without regard to case, as Telegram does.
var methods = map[string]func(*call) (any, *Failure){}

// The table is filled at start because its entries refer to it through the server.
func init() {
	for name, m := range map[string]func(*call) (any, *Failure){
		"getMe":                           (*call).getMe,
		"getUpdates":                      (*call).getUpdates,
		"setWebhook":                      (*call).setWebhook,
		"deleteWebhook":                   (*call).deleteWebhook,
		"getWebhookInfo":                  (*call).getWebhookInfo,
		"sendMessage":                     (*call).sendMessage,
		"sendPhoto":                       (*call).sendPhoto,
		"sendDocument":                    (*call).sendDocument,
		"sendMediaGroup":                  (*call).sendMediaGroup,
		"sendChatAction":                  (*call).sendChatAction,
		"editMessageText":                 (*call).editMessageText,
		"editMessageCaption":              (*call).editMessageCaption,
		"editMessageMedia":                (*call).editMessageMedia,
		"editMessageReplyMarkup":          (*call).editMessageReplyMarkup,
		"deleteMessage":                   (*call).deleteMessage,
		"answerCallbackQuery":             (*call).answerCallbackQuery,
		"answerPreCheckoutQuery":          (*call).answerPreCheckoutQuery,
		"createInvoiceLink":               (*call).createInvoiceLink,
		"refundStarPayment":               (*call).refundStarPayment,
		"getStarTransactions":             (*call).getStarTransactions,
		"getFile":                         (*call).getFile,
		"getChat":                         (*call).getChat,
		"getChatMember":                   (*call).getChatMember,
		"setMyCommands":                   (*call).setMyCommands,
		"getMyCommands":                   (*call).getMyCommands,
		"deleteMyCommands":                (*call).deleteMyCommands,
		"setMyName":                       (*call).setMyName,
		"getMyName":                       (*call).getMyName,
		"setMyDescription":                (*call).setMyDescription,
		"getMyDescription":                (*call).getMyDescription,
		"setMyShortDescription":           (*call).setMyShortDescription,
		"getMyShortDescription":           (*call).getMyShortDescription,
		"setChatMenuButton":               (*call).setChatMenuButton,
		"getChatMenuButton":               (*call).getChatMenuButton,
		"setMyDefaultAdministratorRights": (*call).accept,
	} {
		methods[strings.ToLower(name)] = m
	}
}

// serveAPI answers /bot<token>/[test/]<method> and /file/bot<token>/<path>.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		token, name, _ := strings.Cut(path, "/")
		s.serveFile(w, token, strings.TrimPrefix(name, "test/"))
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, found := strings.Cut(path, "/")
	method = strings.TrimPrefix(method, "test/")
	if !ok || !found || !tokenForm.MatchString(token) {
		refuse(w, &Failure{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	args, files, problem := readParams(r)

	s.mu.Lock()
	b := s.bots[token]
	if b == nil && s.options.AdoptBots {
		b = s.adopt(token)
	}
	if b == nil {
		s.mu.Unlock()
		refuse(w, &Failure{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	c := &call{Server: s, ctx: r.Context(), bot: b, args: args, files: files}
	chatID, _ := args.number("chat_id")
	fault := s.takeFault(token, strings.TrimPrefix(method, "test/"), chatID)
	record := s.record(b, method, chatID, args)

	var result any
	switch do := methods[strings.ToLower(method)]; {
	case do == nil:
		problem = &Failure{Code: http.StatusNotFound, Description: "Not Found"}
	case problem != nil || fault.instead():
	default:
		if problem = c.flood(method, chatID); problem == nil {
			result, problem = do(c)
		}
	}
	if fault != nil && fault.Code != 0 {
		problem = &Failure{fault.Code, fault.Description, fault.RetryAfter, fault.MigrateTo}
	}
	cut := fault != nil && fault.Cut
	record(problem, cut)
	s.mu.Unlock()

	if fault != nil && fault.DelayMS > 0 {
		timer := time.NewTimer(time.Duration(fault.DelayMS) * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		case <-s.stopped.Done():
		}
	}
	switch {
	case cut:
		panic(http.ErrAbortHandler)
	case problem != nil && problem.Code >= http.StatusInternalServerError:
		http.Error(w, "<html><h1>"+http.StatusText(problem.Code)+"</h1></html>", problem.Code)
	case problem != nil:
		refuse(w, problem)
	default:
		answer(w, http.StatusOK, struct {
			OK          bool   `json:"ok"`
			Result      any    `json:"result"`
			Description string `json:"description,omitempty"`
		}{true, result, c.note})
	}
}

// adopt makes a bot of an unknown token. Two tokens with one id cannot both be real, so the second is not adopted.
func (s *Server) adopt(token string) *bot {
	id, _, _ := strings.Cut(token, ":")
	for _, b := range s.bots {
		if strconv.FormatInt(b.ID(), 10) == id {
			return nil
		}
	}
	return s.register(Bot{Token: token, Username: "demo_" + id + "_bot"})
}

// maxCalls is how many requests are remembered.
const maxCalls = 20_000

// record notes a call and gives the function that notes its outcome. Polls are left out: they are not acts.
func (s *Server) record(b *bot, method string, chatID int64, args params) func(*Failure, bool) {
	if strings.EqualFold(method, "getUpdates") {
		return func(*Failure, bool) {}
	}
	c := Call{BotID: b.ID(), Method: method, ChatID: chatID, Params: map[string]string{}, At: s.now()}
	for name := range args {
		c.Params[name] = args.text(name)
	}
	return func(problem *Failure, cut bool) {
		switch {
		case cut:
		case problem != nil:
			c.Code = problem.Code
		default:
			c.Code = http.StatusOK
		}
		s.calls = append(s.calls, c)
		if len(s.calls) > maxCalls {
			s.calls = s.calls[len(s.calls)-maxCalls:]
		}
		s.touch()
	}
}

func refuse(w http.ResponseWriter, f *Failure) {
	body := map[string]any{"ok": false, "error_code": f.Code, "description": f.Description}
	extra := map[string]any{}
	if f.RetryAfter > 0 {
		extra["retry_after"] = f.RetryAfter
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.MigrateTo != 0 {
		extra["migrate_to_chat_id"] = f.MigrateTo
	}
	if len(extra) > 0 {
		body["parameters"] = extra
	}
	answer(w, f.Code, body)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller is gone when this fails
}
