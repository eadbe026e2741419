package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/scoring/edition"
	"siap/scoring/intake"
	"siap/scoring/telemetry"
)

// setting is one scalar that may come from a flag, the environment, siap.yaml, the user's configuration or its
// default, in this order of precedence.
type setting struct {
	key          string
	defaultValue string
	// flag is the name of its flag, "" for none.
	flag string
	// allowed are the values it may have; nil for any.
	allowed []string
}

// settingsTable lists every scalar setting; "siap config" prints it with values and origins.
var settingsTable = []setting{
	{key: "title"},
	{key: "year"},
	{key: "rubric", defaultValue: "indrajit-5", flag: "rubric"},
	{key: "window.from"},
	{key: "window.to"},
	{key: "language", defaultValue: l10n.Indonesian, flag: "lang", allowed: l10n.Languages},
	{key: "basis", flag: "basis", allowed: []string{"", "self", "assessed", "accepted"}},
	{key: "combine", defaultValue: "mean", flag: "combine", allowed: []string{"mean", "median"}},
	{key: "rollup", defaultValue: "none", flag: "rollup", allowed: []string{"none", "mean", "weighted"}},
	{key: "seed", defaultValue: "0", flag: "seed"},
	{key: "robust.draws", defaultValue: "1024", flag: "trials"},
	{key: "out", flag: "out"},
	{key: "edition", defaultValue: string(edition.Full), flag: "edition", allowed: []string{string(edition.Full), string(edition.Public), string(edition.Anonymous)}},
	{key: "outputs", defaultValue: "html,pdf,xlsx,csv", flag: "to"},
}

// The origins of a value.
const (
	fromFlag        = "flag"
	fromEnvironment = "environment"
	fromFolder      = "folder"
	fromNation      = "nation"
	fromUser        = "user"
	fromDefault     = "default"
)

// effective are the settings in force.
type effective struct {
	viper  *viper.Viper
	origin map[string]string
}

func (e *effective) get(key string) string { return strings.TrimSpace(e.viper.GetString(key)) }

// resolveSettings lays the sources over each other; folder holds the scalars of siap.yaml. A value that is not
// allowed is a usage error that names where it came from.
func resolveSettings(w *world, flags *pflag.FlagSet, folder map[string]string) (*effective, error) {
	v := viper.New()
	e := &effective{viper: v, origin: map[string]string{}}
	user, err := userSettings(w)
	if err != nil {
		return nil, err
	}
	for _, s := range settingsTable {
		v.SetDefault(s.key, s.defaultValue)
		e.origin[s.key] = fromDefault
		if user.IsSet(s.key) {
			v.SetDefault(s.key, user.GetString(s.key))
			e.origin[s.key] = fromUser
		}
		if value, set := folder[s.key]; set {
			v.Set(s.key, value)
			e.origin[s.key] = fromFolder
		}
		if value := w.getenv(environmentName(s.key)); value != "" {
			v.Set(s.key, value)
			e.origin[s.key] = fromEnvironment
		}
		if f := flags.Lookup(s.flag); s.flag != "" && f != nil && f.Changed {
			v.Set(s.key, f.Value.String())
			e.origin[s.key] = fromFlag
		}
		if value := e.get(s.key); s.allowed != nil && !slices.Contains(s.allowed, value) {
			return nil, usage("cli.bad_setting", "key", s.key, "seen", value, "origin", e.origin[s.key],
				"allowed", strings.Join(s.allowed, ", "))
		}
	}
	return e, nil
}

// inherited marks the values that a nation gave to the settings of one of its assessments.
func (e *effective) inherited(s *intake.Settings) {
	for key := range s.Inherited {
		if e.origin[key] == fromFolder {
			e.origin[key] = fromNation
		}
	}
}

// environmentName is the variable of a setting: window.from is SIAP_WINDOW_FROM.
func environmentName(key string) string {
	return "SIAP_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// userSettings reads the user's configuration, where there is one.
func userSettings(w *world) (*viper.Viper, error) {
	v := viper.New()
	if w.userConfig == "" {
		return v, nil
	}
	v.SetConfigFile(w.userConfig)
	if err := v.ReadInConfig(); err != nil {
		if errors.Is(err, fs.ErrNotExist) || os.IsNotExist(err) {
			return v, nil
		}
		return nil, &exitError{code: exitRefused, key: "cli.user_config", args: []any{"file", w.userConfig}, err: err}
	}
	keys := make([]string, len(settingsTable))
	for i, s := range settingsTable {
		keys[i] = s.key
	}
	for _, key := range v.AllKeys() {
		if !slices.Contains(keys, key) {
			return nil, &exitError{code: exitRefused, key: "cli.user_key", args: []any{
				"file", w.userConfig, "key", key, "nearest", nearest.Of(key, keys), "allowed", strings.Join(keys, ", "),
			}}
		}
	}
	return v, nil
}

// apply puts the effective scalars into the settings of an assessment.
func (e *effective) apply(s *intake.Settings) error {
	s.Title, s.Rubric, s.Language = e.get("title"), e.get("rubric"), e.get("language")
	s.Basis, s.Combine, s.Rollup = e.get("basis"), e.get("combine"), e.get("rollup")
	var err error
	if s.Seed, err = strconv.ParseUint(e.get("seed"), 10, 64); err != nil {
		return e.wrong("seed", "0, 1, 2, …")
	}
	if s.Uncertainty.Draws, err = strconv.Atoi(e.get("robust.draws")); err != nil || !intake.ValidDraws(s.Uncertainty.Draws) {
		return e.wrong("robust.draws", "0, 8, 16, 32, … 1024, 2048, …")
	}
	if year := e.get("year"); year != "" {
		if s.Year, err = strconv.Atoi(year); err != nil || s.Year < 1900 || s.Year > 2200 {
			return e.wrong("year", "1900–2200")
		}
	}
	for key, to := range map[string]*telemetry.Date{"window.from": &s.Window.From, "window.to": &s.Window.To} {
		if text := e.get(key); text != "" {
			if *to, err = intake.ParseDate(text); err != nil {
				return e.wrong(key, "2025-01-31")
			}
		}
	}
	return nil
}

func (e *effective) wrong(key, allowed string) error {
	return usage("cli.bad_setting", "key", key, "seen", e.get(key), "origin", e.origin[key], "allowed", allowed)
}
