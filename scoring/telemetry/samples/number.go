package samples

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
)

// pow10 are the powers of ten that a float64 holds exactly.
var pow10 = [...]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// parseNumber reads the value of a sample as table.Number does; the rule says what is wrong with it. Up to fifteen
// digits are read at once: as a whole number and a power of ten, both exact, one of them divided by the other gives
// the nearest float64 (Clinger 1990, How to Read Floating Point Numbers Accurately, PLDI, p. 92).
func parseNumber(cell []byte, decimalComma bool) (x float64, wrong *diag.Rule) {
	if x, ok := quickNumber(cell, decimalComma); ok {
		return x, nil
	}
	text := string(cell)
	if x, ok := table.Number(text, decimalComma); ok {
		return x, nil
	}
	// ParseFloat knows the many spellings of NaN and infinity, and gives infinity for what is too large.
	if x, _ := strconv.ParseFloat(strings.TrimSpace(text), 64); math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, &ruleNotFinite
	}
	return 0, &ruleValue
}

// Eight digits at once: their bytes without what tells the digits apart, and what makes the bytes beyond 9 overflow.
const eightZeros, highHalves, beyondNine = 0x3030303030303030, 0xf0f0f0f0f0f0f0f0, 0x0606060606060606

// shortNumber reads up to eight digits with at most one point in them, all at once: the bytes are put at the upper end of
// a word, the point is taken out, and pairs, fours and eights of digits are joined by three products. It may look at bytes
// behind the cell, and does not count them.
func shortNumber(cell []byte) (x float64, ok bool) {
	n := len(cell)
	if n > 8 || cap(cell) < 8 {
		return 0, false
	}
	word := binary.LittleEndian.Uint64(cell[:8]) << (8 * (8 - n))
	behind := 0 // digits behind the point
	if point := zeros(word^everyByte*'.') &^ (1<<(8*(8-n)) - 1); point != 0 {
		if point&(point-1) != 0 { // a second point
			return 0, false
		}
		at := bits.TrailingZeros64(point) &^ 7 // the lowest bit of its byte
		if behind = 7 - at>>3; behind == 0 || n == 1 {
			return 0, false
		}
		word = word&^(1<<(at+8)-1) | word&(1<<at-1)<<8
		n--
	}
	word |= eightZeros & (1<<(8*(8-n)) - 1)
	if word&highHalves != eightZeros || (word+beyondNine)&highHalves != eightZeros {
		return 0, false
	}
	word = (word & 0x0f0f0f0f0f0f0f0f) * (10<<8 + 1) >> 8
	word = (word & 0x00ff00ff00ff00ff) * (100<<16 + 1) >> 16
	word = (word & 0x0000ffff0000ffff) * (10000<<32 + 1) >> 32
	return float64(word) / pow10[behind], true
}

// quickNumber reads a plain decimal number of at most fifteen digits; not ok may also be a number of another form.
func quickNumber(cell []byte, decimalComma bool) (x float64, ok bool) {
	if len(cell) == 0 || len(cell) > 17 {
		return 0, false
	}
	if x, ok := shortNumber(cell); ok {
		return x, true
	}
	negative := cell[0] == '-'
	if negative {
		cell = cell[1:]
	}
	var whole uint64
	digits, mark := 0, -1
	for i, c := range cell {
		if d := c - '0'; d <= 9 {
			whole = whole*10 + uint64(d)
			digits++
			continue
		}
		if mark >= 0 || (c != '.' && (c != ',' || !decimalComma)) {
			return 0, false
		}
		mark = i
	}
	if digits == 0 || digits > 15 || mark == len(cell)-1 {
		return 0, false
	}
	x = float64(whole)
	if mark >= 0 {
		x /= pow10[len(cell)-1-mark]
	}
	if negative {
		x = -x
	}
	return x, true
}
