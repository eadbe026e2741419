package edition

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// KeyLeast is how many characters a key must have.
const KeyLeast = 16

// Key makes the codes of an anonymous edition: the same key gives an agency the same code every year.
type Key string

// Check refuses a key that is missing or short.
func (k Key) Check() error {
	switch n := len(strings.TrimSpace(string(k))); {
	case n == 0:
		return ErrNoKey
	case n < KeyLeast:
		return ErrShortKey
	}
	return nil
}

// Codes are the codes of an anonymous edition: the beginning of HMAC-SHA256 (RFC 2104) of an id under the key. Without
// the key nobody can tell which agency a code is, nor try out names.
type Codes struct {
	key  []byte
	long map[string]bool // the short codes that two ids share
}

// codeDigits is how many hexadecimal digits a code has; those that two ids would share have longDigits.
const (
	codeDigits = 8
	longDigits = 24
)

// NewCodes makes the codes for some agencies; their ids are needed to tell apart those that would share one.
func NewCodes(key Key, ids []string) (*Codes, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	c := &Codes{key: []byte(strings.TrimSpace(string(key))), long: map[string]bool{}}
	taken := map[string]string{}
	for _, id := range ids {
		short := c.digest("agency", id)[:codeDigits]
		if other, some := taken[short]; some && other != id {
			c.long[short] = true
		}
		taken[short] = id
	}
	return c, nil
}

// Agency is the code of an agency: A-3F09C2D1.
func (c *Codes) Agency(id string) string {
	if id == "" {
		return ""
	}
	digest := c.digest("agency", id)
	if c.long[digest[:codeDigits]] {
		return "A-" + digest[:longDigits]
	}
	return "A-" + digest[:codeDigits]
}

// Group is the code of a value of a column: G-7710BE42.
func (c *Codes) Group(column, value string) string {
	if value == "" {
		return ""
	}
	return "G-" + c.digest("group", column, value)[:codeDigits]
}

// digest is the whole code; its parts are kept apart by their lengths, so that no two sets of them read alike.
func (c *Codes) digest(parts ...string) string {
	mac := hmac.New(sha256.New, c.key)
	for _, part := range parts {
		var size [8]byte
		for i, n := 0, len(part); i < len(size); i, n = i+1, n>>8 {
			size[i] = byte(n)
		}
		mac.Write(size[:])
		mac.Write([]byte(part))
	}
	return strings.ToUpper(hex.EncodeToString(mac.Sum(nil)))
}
