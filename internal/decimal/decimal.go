// Package decimal rounds numbers the way people do on paper: on the shortest decimal text of the number.
//
// 2.675 is stored as 2.67499999…, so rounding the binary value gives 2.67 where every reader of a published
// 2.675 expects 2.68. The shortest decimal text that reads back as the same number is "2.675", and rounding
// that text half up gives 2.68.
package decimal

import (
	"math"
	"strconv"
	"strings"
)

// The rounding modes for a digit of exactly five with nothing behind it.
const (
	HalfUp   = "half_up"
	HalfEven = "half_even"
)

// Format gives x with the digits after the decimal point, rounded by mode; NaN and infinities give "".
func Format(x float64, digits int, mode string) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	text := strconv.FormatFloat(math.Abs(x), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) <= digits {
		fraction += strings.Repeat("0", digits-len(fraction))
		return sign(x, whole+fraction) + join(whole, fraction)
	}
	kept, rest := []byte(whole+fraction[:digits]), fraction[digits:]
	up := rest[0] > '5' || (rest[0] == '5' && (mode != HalfEven || strings.Trim(rest[1:], "0") != "" || kept[len(kept)-1]%2 == 1))
	if up {
		kept = increment(kept)
	}
	cut := len(kept) - digits
	return sign(x, string(kept)) + join(string(kept[:cut]), string(kept[cut:]))
}

// Round gives x rounded to the digits by mode, as a number; NaN stays NaN.
func Round(x float64, digits int, mode string) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	rounded, err := strconv.ParseFloat(Format(x, digits, mode), 64)
	if err != nil {
		return x
	}
	return rounded
}

// sign gives the minus sign, but none for a number that rounds to zero.
func sign(x float64, digits string) string {
	if x < 0 && strings.Trim(digits, "0") != "" {
		return "-"
	}
	return ""
}

func join(whole, fraction string) string {
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// increment adds one to a number written in decimal digits.
func increment(digits []byte) []byte {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] < '9' {
			digits[i]++
			return digits
		}
		digits[i] = '0'
	}
	return append([]byte{'1'}, digits...)
}
