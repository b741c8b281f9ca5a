package search_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/search"
)

// vectors are texts with their folded form. Words of one line of meaning fold to one word, whoever typed them.
var vectors = [][2]string{
	// Uzbek in Latin, with every apostrophe that phones and keyboards give.
	{"koʻylak", "koylak"}, {"koʼylak", "koylak"}, {"ko'ylak", "koylak"}, {"ko`ylak", "koylak"}, {"ko’ylak", "koylak"},
	{"ko‘ylak", "koylak"}, {"ko´ylak", "koylak"}, {"ko′ylak", "koylak"}, {"koʹylak", "koylak"}, {"koˈylak", "koylak"},
	{"ko＇ylak", "koylak"}, {"koylak", "koylak"}, {"KOʻYLAK", "koylak"}, {"Koʻylak", "koylak"}, {"ko‛ylak", "koylak"},
	{"gʻisht", "gisht"}, {"gʼisht", "gisht"}, {"Oʻzbekiston", "ozbekiston"}, {"sanʼat", "sanat"}, {"san'at", "sanat"},
	{"toʻgʻri", "togri"}, {"shirinlik", "shirinlik"}, {"choynak", "choynak"}, {"yongʻoq", "yongoq"}, {"paxta", "paxta"},
	// Uzbek in Cyrillic.
	{"кўйлак", "koylak"}, {"КЎЙЛАК", "koylak"}, {"ғишт", "gisht"}, {"Ўзбекистон", "ozbekiston"}, {"санъат", "sanat"},
	{"тўғри", "togri"}, {"ширинлик", "shirinlik"}, {"чойнак", "choynak"}, {"ёнғоқ", "yongoq"}, {"пахта", "paxta"},
	{"ҳалво", "halvo"}, {"қовун", "qovun"}, {"юбка", "yubka"}, {"яхна", "yaxna"}, {"цирк", "tsirk"},
	// Russian.
	{"Куртка", "kurtka"}, {"зелёный", "zelyoniy"}, {"платье", "plate"}, {"объём", "obyom"}, {"щётка", "shyotka"},
	{"эклер", "ekler"}, {"жёлтый", "jyoltiy"}, {"хлеб", "xleb"}, {"ЦВЕТЫ", "tsveti"}, {"йогурт", "yogurt"},
	// English and borrowed letters.
	{"T-Shirt", "t shirt"}, {"naïve", "naive"}, {"Crème brûlée", "creme brulee"}, {"Ångström", "angstrom"}, {"Straße", "strasse"},
	{"İstanbul", "istanbul"}, {"Kışlık", "kislik"}, {"Łódź", "lodz"}, {"smørrebrød", "smorrebrod"}, {"œuf", "oeuf"},
	{"Æther", "aether"}, {"ﬁsh", "fish"}, {"ｉＰｈｏｎｅ", "iphone"},
	// Karakalpak and Kazakh.
	{"ǵárezsizlik", "garezsizlik"}, {"Қарақалпақ", "qaraqalpaq"}, {"әтир", "atir"}, {"көйлек", "koylek"}, {"Һүнәр", "hunar"},
	// Composed and decomposed letters are the same.
	{"йод", "yod"}, {"и\u0306од", "yod"}, {"у\u0306збек", "ozbek"}, {"е\u0308лка", "yolka"}, {"e\u0301clair", "eclair"}, {"О\u0301", "o"},
	// What is no letter and no digit parts words; SKUs stay readable.
	{"BK-000123/RED", "bk 000123 red"}, {"iPhone-15 Pro", "iphone 15 pro"}, {"  two\t\nwords ", "two words"}, {"1,5 л", "1 5 l"},
	{"«Дўкон»", "dokon"}, {"№ 5", "no 5"}, {"50 %", "50"}, {"x²", "x2"}, {"кофе☕️", "kofe"}, {"a_b.c", "a b c"}, {"'", ""}, {"", ""},
	{"фут\u00ADболка", "futbolka"}, {"qo\u200Bra", "qora"}, {"\uFEFFqora", "qora"}, {"qora\u00A0koʻylak", "qora koylak"},
	// Mixed.
	{"Koʻylak — платье (dress)", "koylak plate dress"}, {"Чой «Ahmad» 100 г", "choy ahmad 100 g"},
}

func foldedByDatabase(t *testing.T, d *db.DB, texts []string) []string {
	t.Helper()
	rows, err := d.Pool.Query(t.Context(), "select shop_fold(s) from unnest($1::text[]) with ordinality as u (s, n) order by n", texts)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var folded []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		folded = append(folded, s)
	}
	if rows.Err() != nil || len(folded) != len(texts) {
		t.Fatalf("%d answers to %d texts, %v", len(folded), len(texts), rows.Err())
	}
	return folded
}

func TestFold(t *testing.T) {
	t.Parallel()
	if len(vectors) < 60 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	texts := make([]string, len(vectors))
	for i, v := range vectors {
		texts[i] = v[0]
		if got := search.Fold(v[0]); got != v[1] {
			t.Errorf("Fold(%q) = %q, want %q", v[0], got, v[1])
		}
		if again := search.Fold(search.Fold(v[0])); again != v[1] {
			t.Errorf("folding %q twice gives %q", v[0], again)
		}
	}
	for i, got := range foldedByDatabase(t, dbtest.New(t), texts) {
		if got != vectors[i][1] {
			t.Errorf("shop_fold(%q) = %q, want %q", texts[i], got, vectors[i][1])
		}
	}
}

// alphabet are the characters that shoppers and shopkeepers type, and what they paste.
var alphabet = []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" +
	"абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯўқғҳЎҚҒҲіїєґІЇЄҐәңөүұһӘҢӨҮҰҺ" +
	"áàâäãåāăąçćčďđèéêëēėęěğǵíìîïīıİłńñňóòôöõøōőœřśšşťúùûüůűýÿźžżßæþÁÀÂÄÃÅÇÈÉÊËÍÌÎÏÑÓÒÔÖÕØŒŠÚÙÛÜÝŽÆÞẞǴ" +
	"'`ʻʼ’‘′´ʹʺʽˈˊˋ՚‛‵ꞌ＇\u00AD\u200B\u200C\u200D\uFEFF \t\n\u00A0.,;:!?-–—_/\\|()[]{}<>«»„“”\"#%&*+=@^~$№©®™°²³½¼€£…" +
	"\u0300\u0301\u0302\u0303\u0306\u0308\u030C\u0327ﬁﬂｉＰ９①ⅣªºĲ日本한글עברالعربية☕👗")

// The two ways of folding agree on whatever is put together of these characters.
func TestFoldAgreesWithTheDatabase(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	seed := rand.Uint64()
	dice := rand.New(rand.NewPCG(seed, 1))
	var texts []string
	for range 5_000 {
		letters := make([]rune, dice.IntN(24))
		for j := range letters {
			letters[j] = alphabet[dice.IntN(len(alphabet))]
		}
		texts = append(texts, string(letters))
	}
	for _, r := range alphabet {
		texts = append(texts, string(r), "a"+string(r)+"b", "и"+string(r))
	}
	wrong := 0
	for i, want := range foldedByDatabase(t, d, texts) {
		if got := search.Fold(texts[i]); got != want && wrong < 10 {
			wrong++
			t.Errorf("seed %d: Fold(%q) = %q, shop_fold gives %q", seed, texts[i], got, want)
		}
	}
}

// Words of documents that are made here are those that the database would make.
func TestDocumentsHaveTheWordsOfTheDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	parts := [3][]string{}
	for i, v := range vectors {
		parts[i%3] = append(parts[i%3], v[0], "ёлка Ёж — съёмный «"+v[0]+"»")
	}
	parts[0] = append(parts[0], strings.Repeat("ў", 60))
	key := w.add(strings.Join(parts[0], " | "), strings.Join(parts[2], "\n"), func(d *search.Document) { d.Keywords = parts[1] })
	var kept, made []string
	err := w.db.NewRaw("select unnest(tsvector_to_array(words)) from search_documents where store_id = ? and product_id = ?", w.store, key).Scan(t.Context(), &kept)
	if err == nil {
		err = w.db.NewRaw("select unnest(tsvector_to_array(search_vector(?, ?, ?)))", strings.Join(parts[0], " | "), strings.Join(parts[1], "\n"),
			strings.Join(parts[2], "\n")).Scan(t.Context(), &made)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range made {
		if !slices.Contains(kept, word) {
			t.Errorf("no word %q", word)
		}
	}
	for _, word := range kept { // also what is written with a sign inside, without it
		if !slices.Contains(made, word) && strings.ContainsAny(word, "+~") {
			t.Errorf("word %q too many", word)
		}
	}
}

// Whatever is asked for is an answer or nothing, never an error.
func FuzzFind(f *testing.F) {
	for _, v := range vectors {
		f.Add(v[0])
	}
	f.Add("' | & ! : * ( ) <-> \\ \x00 \xff ?")
	w := newWorld(f)
	w.add("Koʻylak", "")
	f.Fuzz(func(t *testing.T, query string) {
		err := w.db.Read(context.Background(), w.store, readQuery(w.store, query))
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
	})
}
