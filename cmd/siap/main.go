// Command siap scores the e-government readiness of government agencies from questionnaires and telemetry, ranks
// them with the uncertainty of every rank, and writes the reports.
package main

import (
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], systemWorld()))
}
