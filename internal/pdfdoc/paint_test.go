package pdfdoc

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func TestPaint(t *testing.T) {
	red, gold := Color{200, 0, 0}, Color{180, 140, 0}
	for name, c := range map[string]struct {
		primary, marks *Color
		in, want       Color
	}{
		"usual":              {nil, nil, Accent, Accent},
		"usual mark":         {nil, nil, Mark, Mark},
		"primary":            {&red, nil, Accent, red},
		"marks follow it":    {&red, nil, Mark, red},
		"marks of their own": {&red, &gold, Mark, gold},
		"marks alone":        {nil, &gold, Mark, gold},
		"others stay":        {&red, &gold, Warn, Warn},
		"tint":               {&Color{200, 0, 100}, nil, Tint, Color{250, 230, 240}}, // a tenth of the colour: 255 - 55/10, 255 - 255/10, 255 - 155/10
	} {
		d, err := New(Options{Lang: "id", Primary: c.primary, Marks: c.marks})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Paint(c.in); got != c.want {
			t.Errorf("%s: %v is drawn as %v, want %v", name, c.in, got, c.want)
		}
	}
}

func picture(t *testing.T, w, h int) *Picture {
	t.Helper()
	img := image.NewGray16(image.Rect(0, 0, w, h))
	img.Set(0, 0, color.Gray16{0x1234})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	p, err := ReadPicture(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPicture(t *testing.T) {
	p := picture(t, 3000, 1000)
	if p.Width != 900 || p.Height != 300 {
		t.Errorf("a picture of 3000 × 1000 is printed with %v × %v", p.Width, p.Height)
	}
	if _, err := ReadPicture([]byte("\x89PNG\r\n\x1a\nbroken")); err == nil {
		t.Error("a broken picture was taken")
	}
	d := newDoc(t)
	d.Picture(p, Left, Top, 40, 40)
	d.Picture(p, Left, Top+50, 40, 40)
	if err := d.Write(&bytes.Buffer{}); err != nil {
		t.Errorf("the same picture twice: %v", err)
	}
	d = newDoc(t)
	d.Picture(p, Left, Top, 40, 40)
	d.Picture(picture(t, 10, 10), Left, Top+50, 40, 40)
	if err := d.Write(&bytes.Buffer{}); err == nil {
		t.Error("two pictures were taken, in whatever order gofpdf writes them")
	}
}

// A watermark of any length stays on the page: its letters are no larger than its diagonal allows.
func TestWatermark(t *testing.T) {
	for _, text := range []string{"DRAF", "EMBARGO sampai 1 Maret 2026 pukul 10.00 WITA, hanya untuk kalangan sendiri dan rekan", strings.Repeat("W", 200)} {
		d, err := New(Options{Lang: "id", Watermark: text})
		if err != nil {
			t.Fatal(err)
		}
		lines, size := d.watermarkLines(text)
		st := Style{Size: size, Bold: true}
		if size < 14 || size > watermarkMost {
			t.Errorf("%q is written in %.1f points", text, size)
		}
		for _, line := range lines {
			if w := d.TextWidth(line, st); w > watermarkLong+0.01 {
				t.Errorf("%q is %.0f mm long", line, w)
			}
		}
		if high := st.Leading() * float64(len(lines)); high > watermarkHigh+0.01 {
			t.Errorf("%q is %.0f mm high", text, high)
		}
	}
}
