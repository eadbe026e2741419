package table

import (
	"math"
	"strconv"
	"strings"
)

// Number reads a cell as a number: an optional sign, digits with at most one decimal mark, and an optional
// exponent, with space around it. The mark is a point, or also a comma where decimalComma is true. Thousands
// marks, NaN, infinities, hexadecimal and numbers beyond the range of a float64 give false.
func Number(s string, decimalComma bool) (float64, bool) {
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return float64(s[0] - '0'), true
	}
	s = strings.TrimSpace(s)
	if len(s) > 400 {
		return 0, false
	}
	mark := -1
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	digits, behind := 0, 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
			if mark >= 0 {
				behind++
			}
			continue
		case mark < 0 && (c == '.' || (c == ',' && decimalComma)):
			mark = i
			continue
		}
		break // the exponent, or what is no number
	}
	if digits == 0 || (mark >= 0 && behind == 0) || !isExponent(s[i:]) {
		return 0, false
	}
	if mark >= 0 && s[mark] == ',' {
		s = s[:mark] + "." + s[mark+1:]
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, false
	}
	return x, true
}

// isExponent reports whether s is empty or an exponent such as e-3.
func isExponent(s string) bool {
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	if s == "" || len(s) > 5 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
