package fakegram

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var tokenForm = regexp.MustCompile(`^(\d{1,16}):[\w-]{35}$`)

// Bot is a bot as its owner set it up. Token is digits, a colon and 35 characters.
type Bot struct {
	Token    string `json:"token"`
	Name     string `json:"name"`
	Username string `json:"username"`
	// MainApp is the address of the Main Mini App: what t.me/<bot>?startapp opens. Only an owner can set it, in BotFather.
	MainApp string `json:"main_app,omitempty"`
	// About is the text of the empty chat, where the owner wrote one.
	About string `json:"about,omitempty"`
}

// ID is the number before the colon of the token.
func (b Bot) ID() int64 {
	id, _, _ := strings.Cut(b.Token, ":")
	n, _ := strconv.ParseInt(id, 10, 64)
	return n
}

// bot is a registered bot and all it has.
type bot struct {
	Bot
	chats       map[int64]*chat // private ones, by person
	lastMessage int64
	names       map[string]string // by language code; "" is for everybody
	about       map[string]string
	short       map[string]string
	commands    map[scopeKey][]Command
	menu        *MenuButton
	files       map[string]*file
	sent        []sentAt
	inbox
}

// person is somebody with a Telegram account.
type person struct {
	User
	phone string
	gone  bool
}

// chat is a conversation: private (one bot, one person), or a group or channel with several bots in it.
type chat struct {
	Chat
	// started: the person pressed Start. writable: they let the bot write without it. blocked: they stopped the bot.
	started, writable, blocked bool
	members                    map[int64]*Membership // groups and channels, by bot id
	messages                   []*Message
	lastMessage                int64
	keyboard                   *ReplyKeyboard
	menu                       *MenuButton
}

// maxHistory is how many messages a chat keeps.
const maxHistory = 1000

// AddBot registers a bot. A token of the wrong form and a name that is taken are refused; an adopted bot gets the new name.
func (s *Server) AddBot(b Bot) error {
	m := tokenForm.FindStringSubmatch(b.Token)
	if m == nil {
		return fmt.Errorf("token of bot %q is not digits, a colon and 35 characters", b.Username)
	}
	if b.Username == "" {
		b.Username = "demo_" + m[1] + "_bot"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, other := range s.bots {
		if token != b.Token && (strings.EqualFold(other.Username, b.Username) || other.ID() == b.ID()) {
			return fmt.Errorf("there is a bot %q with id %d already", other.Username, other.ID())
		}
	}
	kept := s.bots[b.Token]
	if kept != nil {
		kept.Bot = b
	} else {
		kept = s.register(b)
	}
	if b.About != "" {
		kept.about[""] = b.About
	}
	s.touch()
	return nil
}

// RemoveBot revokes a token; its next call is Unauthorized.
func (s *Server) RemoveBot(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.bots[token]; b != nil {
		b.endWebhook()
		delete(s.bots, token)
		s.touch()
	}
}

func (s *Server) register(b Bot) *bot {
	nb := &bot{
		Bot: b, chats: map[int64]*chat{}, names: map[string]string{}, about: map[string]string{}, short: map[string]string{},
		commands: map[scopeKey][]Command{}, files: map[string]*file{},
	}
	nb.nextID = 100_000_001 + s.options.FirstID
	nb.lastMessage = s.options.FirstID
	s.bots[b.Token] = nb
	for _, id := range s.options.Regulars {
		if p := s.people[id]; p != nil {
			s.start(nb, p, nb.with(p), "")
		}
	}
	s.touch()
	return nb
}

// AddPerson makes a person known; the same id again changes their name or language.
func (s *Server) AddPerson(u User) error {
	if u.ID <= 0 || strings.TrimSpace(u.FirstName) == "" {
		return fmt.Errorf("a person needs a positive id and a first name")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u.IsBot = false
	if p := s.people[u.ID]; p != nil {
		p.User = u
	} else {
		s.people[u.ID] = &person{User: u, phone: demoPhone(u.ID)}
	}
	s.touch()
	return nil
}

// AddPlace makes a group, supergroup or channel; ids are negative. No bot is in it yet: see SetMember.
func (s *Server) AddPlace(c Chat) error {
	if c.ID >= 0 || c.Title == "" || c.Type != "group" && c.Type != "supergroup" && c.Type != "channel" {
		return fmt.Errorf("a place needs a negative id, a title and the type group, supergroup or channel")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places[c.ID] = &chat{Chat: c, members: map[int64]*Membership{}}
	s.touch()
	return nil
}

// SetMember changes a bot's place in a group or channel, as its owner would, and tells the bot. Status is administrator, member, left or kicked.
func (s *Server) SetMember(token string, place, by int64, status string, canPost bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, c, p := s.bots[token], s.places[place], s.people[by]
	if b == nil || c == nil || p == nil {
		return fmt.Errorf("no such bot, place or person")
	}
	old := Membership{Status: "left", User: b.self()}
	if m := c.members[b.ID()]; m != nil {
		old = *m
	}
	now := Membership{Status: status, User: b.self(), CanPostMessages: canPost}
	c.members[b.ID()] = &now
	s.deliver(b, Update{MyChatMember: &ChatMember{Chat: c.Chat, From: p.User, Date: s.now().Unix(), Old: old, New: now}})
	return nil
}

// self is the bot as a user.
func (b *bot) self() User {
	return User{ID: b.ID(), IsBot: true, FirstName: cmp.Or(b.names[""], b.Name, b.Username), Username: b.Username}
}

// with is the private chat with a person, made when it is first needed.
func (b *bot) with(p *person) *chat {
	c := b.chats[p.ID]
	if c == nil {
		c = &chat{}
		b.chats[p.ID] = c
	}
	c.Chat = Chat{ID: p.ID, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username}
	return c
}

// add puts a message into a chat and gives it its number.
func (s *Server) add(b *bot, c *chat, m *Message) {
	if c.Type == "private" {
		b.lastMessage++ // one row of numbers for all private chats, as in a Telegram account
		m.ID = b.lastMessage
	} else {
		c.lastMessage++
		m.ID = c.lastMessage
	}
	m.Chat, m.Date = c.Chat, s.now().Unix()
	c.messages = append(c.messages, m)
	if len(c.messages) > maxHistory {
		c.messages = c.messages[len(c.messages)-maxHistory:]
	}
	s.touch()
}

func (c *chat) find(id int64) *Message {
	for _, m := range c.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// demoPhone gives everybody a number of their own in Uzbekistan's form.
func demoPhone(id int64) string { return fmt.Sprintf("99890%07d", id%10_000_000) }
