package remote

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// secretLimit is the largest file with a token, a password or certificates: 1 MiB.
const secretLimit = 1 << 20

// SecretError says that credentials or certificates cannot be had. It names where they should be, never what they are.
type SecretError struct {
	// Key is the key of siap.yaml that says where, such as bearer_env.
	Key string
	// Why is missing, empty, unreadable or malformed.
	Why string
}

func (e *SecretError) Error() string { return "reading the credentials: " + e.Key + " is " + e.Why }

// The reasons of a SecretError.
const (
	Missing    = "missing"
	Empty      = "empty"
	Unreadable = "unreadable"
	Malformed  = "malformed"
)

// authorize finds the credentials and makes the header of them.
func (c *Client) authorize(a Auth, dir string, getenv func(string) string) error {
	env := func(key, name string) (string, error) { return secret(key, getenv(name)) }
	file := func(key, path string) (string, error) {
		data, err := readSmall(dir, path)
		if err != nil {
			return "", &SecretError{key, Unreadable}
		}
		return secret(key, strings.TrimRight(string(data), "\r\n"))
	}
	var token string
	var err error
	switch {
	case a.BearerEnv != "":
		token, err = env("bearer_env", a.BearerEnv)
	case a.BearerFile != "":
		token, err = file("bearer_file", a.BearerFile)
	}
	if err != nil {
		return err
	}
	if token != "" {
		c.authorization = "Bearer " + token
		c.secrets = append(c.secrets, token)
		return nil
	}
	user := a.User
	if a.UserEnv != "" {
		if user, err = env("user_env", a.UserEnv); err != nil {
			return err
		}
	}
	if user == "" {
		return nil
	}
	password := ""
	switch {
	case a.PasswordEnv != "":
		password, err = env("password_env", a.PasswordEnv)
	case a.PasswordFile != "":
		password, err = file("password_file", a.PasswordFile)
	}
	if err != nil {
		return err
	}
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	c.authorization = "Basic " + pair
	c.secrets = append(c.secrets, pair)
	if password != "" {
		c.secrets = append(c.secrets, password)
	}
	return nil
}

// secret checks that a secret can be sent in a header.
func secret(key, value string) (string, error) {
	switch {
	case value == "":
		return "", &SecretError{key, Missing}
	case strings.TrimSpace(value) == "":
		return "", &SecretError{key, Empty}
	case strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) || r > unicode.MaxLatin1 }):
		return "", &SecretError{key, Malformed}
	}
	return value, nil
}

// trust makes the TLS settings of the machine's authorities and those that are named.
func trust(t TLS, dir string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.CAFile != "" {
		pem, err := readSmall(dir, t.CAFile)
		if err != nil {
			return nil, &SecretError{"ca_file", Unreadable}
		}
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, &SecretError{"ca_file", Malformed}
		}
	}
	if t.CertFile != "" {
		cert, err := readSmall(dir, t.CertFile)
		if err != nil {
			return nil, &SecretError{"cert_file", Unreadable}
		}
		key, err := readSmall(dir, t.KeyFile)
		if err != nil {
			return nil, &SecretError{"key_file", Unreadable}
		}
		pair, err := tls.X509KeyPair(cert, key)
		if err != nil {
			return nil, &SecretError{"cert_file", Malformed}
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// readSmall reads a small file; a relative path is relative to the assessment's folder.
func readSmall(dir, path string) ([]byte, error) {
	path = filepath.FromSlash(path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, secretLimit+1))
	if err == nil && len(data) > secretLimit {
		err = fmt.Errorf("larger than %d bytes", secretLimit)
	}
	return data, err
}
