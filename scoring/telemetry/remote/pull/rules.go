package pull

import (
	"errors"
	"strconv"

	"siap/internal/diag"
	"siap/scoring/telemetry/remote"
)

// What may be wrong with a server, with what it answers, or with what it is asked. An error means that something was
// not pulled; the rest is pulled all the same.
var (
	ruleUnreachable = diag.Rule{Code: "TM062", Severity: diag.Error}
	ruleTimedOut    = diag.Rule{Code: "TM063", Severity: diag.Error}
	ruleTooLarge    = diag.Rule{Code: "TM064", Severity: diag.Error}
	ruleRedirected  = diag.Rule{Code: "TM065", Severity: diag.Error}
	ruleDenied      = diag.Rule{Code: "TM066", Severity: diag.Error}
	ruleUntrusted   = diag.Rule{Code: "TM067", Severity: diag.Error}
	// RuleAnswer: the answer is not what the server's interface promises. RuleServer: the server says that it failed.
	RuleAnswer = diag.Rule{Code: "TM068", Severity: diag.Error}
	RuleServer = diag.Rule{Code: "TM069", Severity: diag.Error}
	// RuleTimeWeighted and RuleEvents: reductions that a server's language has no exact expression for.
	RuleTimeWeighted = diag.Rule{Code: "TM070", Severity: diag.Error}
	RuleEvents       = diag.Rule{Code: "TM071", Severity: diag.Error}
	// RuleNotFinite: a value that is no finite number. RuleAmbiguous: two series of one agency at the same time that
	// nothing the rubric names tells apart. RuleTogether: a reduction that several series of one agency cannot share.
	RuleNotFinite = diag.Rule{Code: "TM072", Severity: diag.Error}
	RuleAmbiguous = diag.Rule{Code: "TM073", Severity: diag.Error}
	RuleTogether  = diag.Rule{Code: "TM074", Severity: diag.Error}
	// RuleTooFine: a series so dense, or so often reset, that telling its samples apart would take too many queries.
	RuleTooFine = diag.Rule{Code: "TM075", Severity: diag.Error}
	// RuleConfigured: what siap.yaml says of a metric does not suit the server.
	RuleConfigured = diag.Rule{Code: "TM076", Severity: diag.Error}
	// RulePartial: the server warns that its answer is not whole.
	RulePartial    = diag.Rule{Code: "TM077", Severity: diag.Warning}
	ruleNoAgency   = diag.Rule{Code: "TM078", Severity: diag.Warning}
	ruleUnlabelled = diag.Rule{Code: "TM079", Severity: diag.Warning}
	ruleNothing    = diag.Rule{Code: "TM080", Severity: diag.Warning}
	ruleUnused     = diag.Rule{Code: "TM081", Severity: diag.Warning}
	ruleOtherHalf  = diag.Rule{Code: "TM082", Severity: diag.Warning}
	// RuleUnsuited: a reduction that is not to be had in the way a metric is asked for.
	RuleUnsuited = diag.Rule{Code: "TM083", Severity: diag.Error}
	// RuleRepeated: rows of one time that contradict each other, and nothing says which was written last.
	RuleRepeated = diag.Rule{Code: "TM084", Severity: diag.Error}
)

// Problem says what a failed request, or anything else that a backend met, means at a place of siap.yaml. about is the
// metric, "" for the source itself.
func Problem(err error, place diag.Place, about string) *diag.Diagnostic {
	if d, ok := errors.AsType[*diag.Diagnostic](err); ok {
		return d
	}
	f, ok := errors.AsType[*remote.Fault](err)
	if !ok {
		return RuleAnswer.At(place).About(about).Saw(err.Error())
	}
	rules := map[remote.Kind]diag.Rule{
		remote.Unreachable: ruleUnreachable, remote.TimedOut: ruleTimedOut, remote.TooLarge: ruleTooLarge,
		remote.Redirected: ruleRedirected, remote.Denied: ruleDenied, remote.Untrusted: ruleUntrusted, remote.Stopped: ruleTimedOut,
	}
	d := rules[f.Kind].At(place).About(about).Saw(f.Detail)
	if f.Kind == remote.Denied && f.Detail == "" {
		d.Saw(strconv.Itoa(f.Status))
	}
	return d
}
