package fault

import (
	"fmt"

	"github.com/dokon-shop/dokon/server/lang"
)

// say is a message in three languages; Uzbek Cyrillic is spelled from the Latin text by lang.Cyrillic, which keeps
// {placeholders}. Numbers stand after a dash or a colon, so that no noun has to agree with them.
type say struct{ uz, ru, en string }

type table map[Code]say

// messages holds every code; the files messages_*.go fill it before main begins.
var messages = map[Code]lang.Text{}

// register adds one noun's table. Two tables with the same code are a programming error.
func register(t table) bool {
	for code, s := range t {
		if _, double := messages[code]; double {
			panic(fmt.Sprintf("fault: two messages for %s", code))
		}
		messages[code] = lang.Text{UzLatn: s.uz, UzCyrl: lang.Cyrillic(s.uz), RU: s.ru, EN: s.en}
	}
	return true
}
