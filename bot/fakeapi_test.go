package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

var schema = sync.OnceValues(func() (*ast.Schema, error) {
	raw, err := os.ReadFile("../schema.graphql")
	if err != nil {
		return nil, err
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(raw)})
	return s, err
})

type facts = map[string]any

// asked is one operation as it reached the server.
type asked struct {
	operation string
	input     facts
	header    http.Header
}

// fakeAPI answers the bot's operations. Each document and its variables are checked against the contract, and so is the shape of each answer.
type fakeAPI struct {
	t      *testing.T
	schema *ast.Schema

	mu      sync.Mutex
	changed chan struct{}
	bots    []facts
	asked   []asked
	notices []facts // waiting
	leased  map[string]facts
	until   map[string]time.Time
	acks    []facts
	choice  map[int64]string // language of a customer, by Telegram id
	staff   map[int64]string // language of staff, by Telegram id
	refusal *facts           // a user error for the next mutation
	faults  []apiFault
	signIn  string
	// webSignIns are sign-ins on web pages, by code.
	webSignIns map[string]facts
	noPay      string   // why no invoice may be paid
	paid       []string // charges that were taken, repeats too
	refunded   []string // charges that went back
}

// apiFault is what the server answers instead of doing something.
type apiFault struct {
	operation string
	status    int
	code      string
	after     bool // done, but the answer is lost
}

func newFakeAPI(t *testing.T) *fakeAPI {
	t.Helper()
	s, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	return &fakeAPI{
		t: t, schema: s, changed: make(chan struct{}), leased: map[string]facts{}, until: map[string]time.Time{}, choice: map[int64]string{},
		staff: map[int64]string{}, signIn: "https://shop.example/admin/sign-in#code=dkl_1",
	}
}

func (f *fakeAPI) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *fakeAPI) with(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	f.touch()
}

// questions are the operations of one name that came in.
func (f *fakeAPI) questions(operation string) []asked {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.asked), func(a asked) bool { return a.operation != operation })
}

// outcomes are the acknowledgements, oldest first: "id OUTCOME".
func (f *fakeAPI) outcomes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []string
	for _, a := range f.acks {
		list = append(list, fmt.Sprintf("%s %s", a["id"], a["outcome"]))
	}
	return list
}

func (f *fakeAPI) lastAck() facts {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.acks) == 0 {
		return facts{}
	}
	return f.acks[len(f.acks)-1]
}

func (f *fakeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Query, OperationName string
		Variables            map[string]any
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		f.t.Errorf("body: %v", err)
	}
	document, errs := gqlparser.LoadQueryWithRules(f.schema, body.Query, rules.NewDefaultRules())
	if errs != nil {
		f.t.Errorf("document %s: %v", body.OperationName, errs)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	op := document.Operations.ForName(body.OperationName)
	variables, err := validator.VariableValues(f.schema, op, body.Variables)
	if err != nil {
		f.t.Errorf("variables of %s: %v", body.OperationName, err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if got := r.Header.Get("Authorization"); got != "Bearer "+serviceToken {
		f.refuse(w, http.StatusUnauthorized, "UNAUTHENTICATED")
		return
	}
	input, isCommand := variables["input"].(facts)
	if !isCommand {
		input = variables
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, asked{body.OperationName, input, r.Header.Clone()})
	defer f.touch()
	fault := f.fault(body.OperationName)
	if fault != nil && !fault.after {
		f.refuse(w, fault.status, fault.code)
		return
	}
	data, code := f.answer(r, body.OperationName, input)
	if fault != nil {
		f.refuse(w, fault.status, fault.code)
		return
	}
	if code != "" {
		f.refuse(w, http.StatusOK, code)
		return
	}
	root := f.schema.Query
	if op.Operation == ast.Mutation {
		root = f.schema.Mutation
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(facts{"data": f.shape(body.OperationName, op.SelectionSet, root, data)})
}

func (f *fakeAPI) fault(operation string) *apiFault {
	for i, x := range f.faults {
		if x.operation == operation {
			f.faults = slices.Delete(f.faults, i, i+1)
			return &x
		}
	}
	return nil
}

func (f *fakeAPI) refuse(w http.ResponseWriter, status int, code string) {
	if code == "" {
		http.Error(w, "<html>bad gateway</html>", status)
		return
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(facts{"errors": []facts{{"message": "refused", "extensions": facts{"code": code}}}})
}

// shape cuts an answer to what was asked for and checks that the contract's non-null fields are there.
func (f *fakeAPI) shape(path string, set ast.SelectionSet, of *ast.Definition, value facts) facts {
	out := facts{}
	for _, s := range set {
		field, ok := s.(*ast.Field)
		if !ok {
			f.t.Errorf("%s: the fake knows fields alone", path)
			continue
		}
		out[field.Alias] = f.value(path+"."+field.Name, field, of.Fields.ForName(field.Name).Type, value[field.Name])
	}
	return out
}

func (f *fakeAPI) value(path string, field *ast.Field, of *ast.Type, v any) any {
	if v == nil {
		if of.NonNull {
			f.t.Errorf("%s is null, but the contract says %s", path, of)
		}
		return nil
	}
	if of.Elem != nil {
		list, ok := v.([]facts)
		if !ok {
			return v // scalars
		}
		out := []any{}
		for i, one := range list {
			out = append(out, f.value(fmt.Sprintf("%s[%d]", path, i), field, of.Elem, one))
		}
		return out
	}
	definition := f.schema.Types[of.NamedType]
	if definition.Kind == ast.Enum && definition.EnumValues.ForName(fmt.Sprint(v)) == nil {
		f.t.Errorf("%s: %v is no %s", path, v, of.NamedType)
	}
	if object, ok := v.(facts); ok {
		if definition.IsAbstractType() {
			definition = f.schema.Types["GenericError"]
		}
		return f.shape(path, field.SelectionSet, definition, object)
	}
	return v
}

// answer does what an operation asks. The caller holds the lock.
func (f *fakeAPI) answer(r *http.Request, operation string, input facts) (data facts, code string) {
	number := func(name string) int64 { return whole(input[name]) }
	errors := []facts{}
	if f.refusal != nil && operation != "NotificationsClaim" {
		errors, f.refusal = []facts{*f.refusal}, nil
	}
	switch operation {
	case "BotCredentials":
		return facts{"botCredentials": f.bots}, ""
	case "BotStatusReport":
		return facts{"botStatusReport": facts{"isKnown": true}}, ""
	case "BotUserReport":
		payload := facts{"userErrors": errors}
		id := number("telegramId")
		if l, ok := input["language"].(string); ok {
			f.choice[id] = l
		}
		if l := f.choice[id]; l != "" {
			payload["customer"] = facts{"language": l}
		}
		if l := f.staff[id]; l != "" {
			payload["staff"] = facts{"language": l}
		}
		return facts{"botUserReport": payload}, ""
	case "BotStaffSignIn":
		payload := facts{"userErrors": errors}
		if f.staff[number("telegramId")] != "" {
			payload["link"] = facts{"url": f.signIn}
		}
		return facts{"botStaffSignIn": payload}, ""
	case "BotTelegramSignIn":
		if asked := f.webSignIns[fmt.Sprint(input["code"])]; asked != nil {
			return facts{"botTelegramSignIn": asked}, ""
		}
		return facts{}, ""
	case "BotTelegramSignInAnswer":
		payload := facts{"userErrors": errors}
		if len(errors) == 0 {
			payload["telegramSignIn"] = f.webSignIns[fmt.Sprint(input["code"])]
		}
		return facts{"botTelegramSignInAnswer": payload}, ""
	case "BotPreCheckout":
		return facts{"botPreCheckout": facts{"isAllowed": f.noPay == "", "reason": f.noPay}}, ""
	case "BotRefundReport":
		f.refunded = append(f.refunded, fmt.Sprint(input["telegramChargeId"]))
		return facts{"botRefundReport": facts{"isTaken": true}}, ""
	case "BotPaymentReport":
		f.paid = append(f.paid, fmt.Sprint(input["telegramChargeId"]))
		return facts{"botPaymentReport": facts{"isTaken": true}}, ""
	case "OrderConfirm":
		if r.Header.Get("X-Act-For") != fmt.Sprint(staffID) {
			return nil, "FORBIDDEN"
		}
		payload := facts{"userErrors": errors}
		if len(errors) == 0 {
			payload["order"] = facts{"number": 1024, "lifecycle": "CONFIRMED"}
		}
		return facts{"orderConfirm": payload}, ""
	case "NotificationsClaim":
		return facts{"notificationsClaim": facts{"notifications": f.claim(r, int(number("limit")), number("waitSeconds"), number("leaseSeconds"))}}, ""
	case "NotificationsAck":
		n := 0
		results, _ := input["results"].([]any)
		for _, x := range results {
			a, _ := x.(facts)
			id := fmt.Sprint(a["id"])
			if notice := f.leased[id]; notice != nil {
				n++
				delete(f.leased, id)
				if a["outcome"] == "RETRY" {
					notice = maps.Clone(notice)
					notice["attempts"] = notice["attempts"].(int) + 1
					f.notices = append(f.notices, notice)
					f.until[id] = time.Now().Add(time.Duration(whole(a["retryAfterSeconds"])) * time.Second)
				}
			}
			f.acks = append(f.acks, a)
		}
		return facts{"notificationsAck": facts{"acknowledged": n}}, ""
	}
	f.t.Errorf("operation %s is not known", operation)
	return nil, "BAD_REQUEST"
}

// whole reads a number as JSON or the variables of an operation give it.
func whole(v any) int64 {
	switch n := v.(type) {
	case float64:
		return int64(n)
	case int64:
		return n
	case int:
		return int64(n)
	case json.Number:
		i, _ := n.Int64()
		return i
	}
	return 0
}

// claim waits as the contract says. It gives the lock up meanwhile.
func (f *fakeAPI) claim(r *http.Request, limit int, wait, lease int64) []facts {
	end := time.Now().Add(time.Duration(wait) * time.Second)
	for {
		now := time.Now()
		for id, n := range f.leased {
			if f.until[id].Before(now) {
				delete(f.leased, id)
				f.notices = append(f.notices, n)
			}
		}
		given, next := []facts{}, end
		f.notices = slices.DeleteFunc(f.notices, func(n facts) bool {
			id := n["id"].(string)
			if due := f.until[id]; due.After(now) {
				next = earliest(next, due)
				return false
			}
			if len(given) == limit {
				return false
			}
			given = append(given, n)
			f.leased[id] = n
			f.until[id] = now.Add(time.Duration(lease) * time.Second)
			return true
		})
		for id := range f.leased {
			next = earliest(next, f.until[id])
		}
		if len(given) > 0 || !now.Before(end) {
			return given
		}
		changed := f.changed
		f.mu.Unlock()
		timer := time.NewTimer(time.Until(next) + time.Millisecond)
		select {
		case <-changed:
		case <-timer.C:
		case <-r.Context().Done():
			end = time.Now()
		}
		timer.Stop()
		f.mu.Lock()
	}
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Every document is valid against the contract, and each is asked somewhere in the code.
func TestDocuments(t *testing.T) {
	s, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := documents.ReadDir("operations")
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	var code strings.Builder
	for _, name := range []string{"facts.go", "api.go"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(raw)
	}
	for _, e := range entries {
		raw, err := documents.ReadFile("operations/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(e.Name(), ".graphql")
		document, errs := gqlparser.LoadQueryWithRules(s, string(raw), rules.NewDefaultRules())
		if errs != nil {
			t.Errorf("%s: %v", e.Name(), errs)
			continue
		}
		if len(document.Operations) != 1 || document.Operations[0].Name != name {
			t.Errorf("%s does not hold the one operation %s", e.Name(), name)
		}
		if !strings.Contains(code.String(), `"`+name+`"`) {
			t.Errorf("nothing asks %s", name)
		}
	}
}
