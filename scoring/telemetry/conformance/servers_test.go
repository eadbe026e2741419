// Package conformance holds every telemetry engine to one meaning: the same samples, in a file, in a Prometheus, in a
// VictoriaMetrics and in a ClickHouse, give the same reduced values. The servers are real ones, of the Debian packages
// prometheus, victoria-metrics and clickhouse-server; each is started on the loopback interface for one test run and
// stopped by its process, or by the kernel where the test is killed. Without a server its tests say that they were skipped; under CI none may be.
package conformance

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"siap/scoring/telemetry/remote"
)

// patience is how long a server may take to answer for the first time.
const patience = 60 * time.Second

// program finds a server's program, or skips the test.
func program(t testing.TB, name, debian string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		path = filepath.Join("/usr/sbin", name) // not in everybody's PATH
		if _, err := os.Stat(path); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is missing, which CI must have: install the Debian package %s (make deps)", name, debian)
			}
			t.Skipf("%s is missing: install the Debian package %s to run this test", name, debian)
		}
	}
	return path
}

// freePort gives a port of the loopback interface that nobody listens on.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// output keeps what a server says, for the case that it does not start.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// start runs a server until the test ends and waits until the address answers.
func start(t testing.TB, ready string, command string, args ...string) {
	t.Helper()
	said := &output{}
	c := exec.Command(command, args...)
	c.Stdout, c.Stderr, c.Dir = said, said, t.TempDir()
	c.SysProcAttr = bound()
	c.Env = append(os.Environ(), "CLICKHOUSE_WATCHDOG_ENABLE=0") // newer ones would start a second process
	if err := c.Start(); err != nil {
		t.Fatalf("starting %s: %v", command, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = c.Process.Kill()
			<-ended
		}
	})
	deadline := time.After(patience)
	for {
		if answer, err := http.Get(ready); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", command, err, said)
		case <-deadline:
			t.Fatalf("%s does not answer at %s\n%s", command, ready, said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// point is one sample of a server: of a series with labels, as they stand between braces, at a time in milliseconds.
type point struct {
	name, labels string
	at           int64
	value        float64
}

// imported writes a sample as VictoriaMetrics imports it: one JSON object a line.
func (p point) imported() string {
	var labels []string
	for label := range strings.SplitSeq(p.labels, ",") {
		name, value, _ := strings.Cut(label, "=")
		labels = append(labels, strconv.Quote(name)+":"+value)
	}
	return fmt.Sprintf(`{"metric":{"__name__":%q,%s},"values":[%s],"timestamps":[%d]}`,
		p.name, strings.Join(labels, ","), strconv.FormatFloat(p.value, 'g', -1, 64), p.at)
}

// prometheus starts a Prometheus that holds the samples, and gives its address.
func prometheus(t testing.TB, openMetrics []byte) string {
	t.Helper()
	server, tool := program(t, "prometheus", "prometheus"), program(t, "promtool", "prometheus")
	dir := t.TempDir()
	file, data := filepath.Join(dir, "history.om"), filepath.Join(dir, "data")
	config := filepath.Join(dir, "prometheus.yml")
	for path, text := range map[string][]byte{file: openMetrics, config: []byte("global: {}\n")} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Without the longer blocks a year takes 25 seconds.
	said, err := exec.Command(tool, "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=8760h", file, data).CombinedOutput()
	if err != nil {
		t.Fatalf("loading the history: %v\n%s", err, said)
	}
	address := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	start(t, "http://"+address+"/-/ready", server, "--config.file="+config, "--storage.tsdb.path="+data,
		"--storage.tsdb.retention.time=100y", "--web.listen-address="+address, "--log.level=warn")
	return "http://" + address
}

// victoriaMetrics starts a VictoriaMetrics that holds the samples, in lines of its import format.
func victoriaMetrics(t testing.TB, lines []byte) string {
	t.Helper()
	server := program(t, "victoria-metrics", "victoria-metrics")
	address := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	// It keeps one month unless it is told otherwise, and drops older samples without a word.
	start(t, "http://"+address+"/health", server, "-storageDataPath="+filepath.Join(t.TempDir(), "data"),
		"-httpListenAddr="+address, "-retentionPeriod=100y", "-loggerLevel=WARN")
	post(t, "http://"+address+"/api/v1/import", lines)
	post(t, "http://"+address+"/internal/force_flush", nil)
	return "http://" + address
}

// clickHouse starts a ClickHouse without any table.
func clickHouse(t testing.TB) string {
	t.Helper()
	server := program(t, "clickhouse-server", "clickhouse-server")
	dir := t.TempDir()
	web, tcp := freePort(t), freePort(t)
	config := fmt.Sprintf(`<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <http_port>%d</http_port><tcp_port>%d</tcp_port><listen_host>127.0.0.1</listen_host>
  <path>%s/</path><tmp_path>%s/tmp/</tmp_path>
  <users_config>%s/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <timezone>UTC</timezone><mark_cache_size>5368709</mark_cache_size>
</yandex>`, web, tcp, dir, dir, dir)
	users := `<?xml version="1.0"?>
<yandex>
  <profiles><default></default><strict><readonly>1</readonly></strict></profiles>
  <quotas><default></default></quotas>
  <users>
    <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
    <reader><password>rahasia</password><networks><ip>127.0.0.1</ip></networks><profile>strict</profile><quota>default</quota></reader>
  </users>
</yandex>`
	for name, text := range map[string]string{"config.xml": config, "users.xml": users} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	address := fmt.Sprintf("http://127.0.0.1:%d", web)
	start(t, address+"/ping", server, "--config-file="+filepath.Join(dir, "config.xml"))
	return address
}

// post sends a body and wants success.
func post(t testing.TB, url string, body []byte) {
	t.Helper()
	answer, err := http.Post(url, "text/plain", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		var b bytes.Buffer
		_, _ = b.ReadFrom(answer.Body)
		t.Fatalf("%s answers %d: %.500s", url, answer.StatusCode, &b)
	}
}

// open makes the client of a source on the loopback interface.
func open(t testing.TB, s *remote.Source) *remote.Client {
	t.Helper()
	c, err := remote.Open(s, remote.Options{Wait: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
