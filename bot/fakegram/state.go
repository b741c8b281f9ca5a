package fakegram

import (
	"cmp"
	"slices"
)

// State is what the page shows: every bot, every person, every private chat that has begun.
type State struct {
	Version int64       `json:"version"`
	Bots    []BotState  `json:"bots"`
	People  []User      `json:"people"`
	Chats   []ChatState `json:"chats"`
	Answers []Answered  `json:"answers"`
}

// BotState is a bot without its token.
type BotState struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	// About is the text of the empty chat, by language; "" is for everybody.
	About map[string]string `json:"about"`
	Names map[string]string `json:"names"`
	Menu  *MenuButton       `json:"menu,omitempty"`
	// Commands are by language, for everybody in private chats.
	Commands map[string][]Command `json:"commands"`
}

// ChatState is one private chat.
type ChatState struct {
	Bot      int64          `json:"bot"`
	Person   int64          `json:"person"`
	Started  bool           `json:"started"`
	Writable bool           `json:"writable"`
	Blocked  bool           `json:"blocked"`
	Menu     *MenuButton    `json:"menu,omitempty"`
	Commands []Command      `json:"commands"`
	Keyboard *ReplyKeyboard `json:"keyboard,omitempty"`
	Messages []Message      `json:"messages"`
}

// Answered is what a bot said to a pressed button.
type Answered struct {
	QueryID string `json:"query_id"`
	Answer
}

func (s *Server) state() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := State{Version: s.version, Bots: []BotState{}, People: []User{}, Chats: []ChatState{}, Answers: []Answered{}}
	for _, p := range s.people {
		out.People = append(out.People, p.User)
	}
	for _, b := range s.bots {
		me := b.self()
		state := BotState{
			ID: me.ID, Name: me.FirstName, Username: me.Username, Menu: b.menu,
			About: copied(b.about), Names: copied(b.names), Commands: map[string][]Command{},
		}
		for key, list := range b.commands {
			if key.scope == "all_private_chats" || key.scope == "default" && state.Commands[key.language] == nil {
				state.Commands[key.language] = list
			}
		}
		out.Bots = append(out.Bots, state)
		for id, t := range b.chats {
			p := s.people[id]
			c := ChatState{
				Bot: me.ID, Person: id, Started: t.started, Writable: t.writable, Blocked: t.blocked, Menu: b.menuFor(t),
				Commands: append([]Command{}, b.commandsFor(id, p.LanguageCode)...), Keyboard: t.keyboard, Messages: []Message{},
			}
			for _, m := range t.messages[max(len(t.messages)-200, 0):] {
				c.Messages = append(c.Messages, *m)
			}
			out.Chats = append(out.Chats, c)
		}
	}
	for id, q := range s.queries {
		if q.answer != nil {
			out.Answers = append(out.Answers, Answered{id, *q.answer})
		}
	}
	slices.SortFunc(out.People, func(a, b User) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Bots, func(a, b BotState) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Chats, func(a, b ChatState) int { return cmp.Or(cmp.Compare(a.Bot, b.Bot), cmp.Compare(a.Person, b.Person)) })
	slices.SortFunc(out.Answers, func(a, b Answered) int { return cmp.Compare(a.QueryID, b.QueryID) })
	return out
}

func copied[K comparable, V any](m map[K]V) map[K]V {
	out := make(map[K]V, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
