package fakegram

import (
	"bytes"
	"image"
	_ "image/gif"  // sizes of uploaded pictures
	_ "image/jpeg" // sizes of uploaded pictures
	_ "image/png"  // sizes of uploaded pictures
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// file is what a bot uploaded or sent by address. Telegram would fetch the address; here it stays one, for the page to show.
type file struct {
	id, unique, name, address string
	data                      []byte
	width, height             int
}

const (
	maxPhoto = 10 << 20 // bytes of an uploaded picture
	maxSides = 10_000   // width + height, pixels
	maxRatio = 20
)

// photo resolves a picture argument: an uploaded part, attach://part, a file_id of this bot, or an address.
func (c *call) photo(value, field string) ([]PhotoSize, *Failure) {
	up, uploaded := c.files[field]
	if part, ok := strings.CutPrefix(value, "attach://"); ok {
		if up, uploaded = c.files[part]; !uploaded {
			return nil, badRequest("file %q is not found in the request", part)
		}
	}
	var kept *file
	switch {
	case uploaded:
		size, _, err := image.DecodeConfig(bytes.NewReader(up.data))
		long, short := max(size.Width, size.Height), max(min(size.Width, size.Height), 1)
		switch {
		case len(up.data) > maxPhoto:
			return nil, badRequest("file is too big")
		case err != nil:
			return nil, badRequest("IMAGE_PROCESS_FAILED")
		case size.Width+size.Height > maxSides || long > short*maxRatio:
			return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
		}
		kept = c.keep(&file{name: up.name, data: up.data, width: size.Width, height: size.Height})
	case strings.HasPrefix(value, "http://"), strings.HasPrefix(value, "https://"):
		if u, err := url.Parse(value); err != nil || u.Host == "" {
			return nil, badRequest("wrong file identifier/HTTP URL specified")
		}
		kept = c.keep(&file{address: value, width: 800, height: 800})
	default:
		if kept = c.bot.files[value]; kept == nil {
			return nil, badRequest("wrong file identifier/HTTP URL specified")
		}
	}
	return []PhotoSize{{
		FileID: kept.id, FileUniqueID: kept.unique, Width: kept.width, Height: kept.height, FileSize: len(kept.data),
	}}, nil
}

func (c *call) document() (*Document, *Failure) {
	up, ok := c.files["document"]
	if !ok {
		kept := c.bot.files[c.args.text("document")]
		if kept == nil {
			return nil, badRequest("wrong file identifier/HTTP URL specified")
		}
		return &Document{FileID: kept.id, FileUniqueID: kept.unique, FileName: kept.name, FileSize: len(kept.data)}, nil
	}
	if len(up.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	kept := c.keep(&file{name: up.name, data: up.data})
	return &Document{FileID: kept.id, FileUniqueID: kept.unique, FileName: kept.name, FileSize: len(kept.data)}, nil
}

// keep gives a file its ids. They are the bot's own: another bot cannot send by them.
func (c *call) keep(f *file) *file {
	n := strconv.FormatInt(c.next(), 10)
	f.id, f.unique = "FILE-"+strconv.FormatInt(c.bot.ID(), 10)+"-"+n, "U"+n
	c.bot.files[f.id] = f
	return f
}

func (c *call) getFile() (any, *Failure) {
	f := c.bot.files[c.args.text("file_id")]
	if f == nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": "files/" + f.id}, nil
}

// serveFile gives an uploaded file to the bot that knows its path.
func (s *Server) serveFile(w http.ResponseWriter, token, path string) {
	s.mu.Lock()
	var f *file
	if b := s.bots[token]; b != nil {
		f = b.files[strings.TrimPrefix(path, "files/")]
	}
	s.mu.Unlock()
	if f == nil || f.data == nil {
		refuse(w, &Failure{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(f.data))
	_, _ = w.Write(f.data) // the caller is gone when this fails
}
