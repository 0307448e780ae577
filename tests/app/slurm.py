"""A Slurm of the test's own on this machine: munged, slurmctld and slurmd in a folder that goes away."""

import os
import pathlib
import pwd
import signal
import socket
import subprocess
import time

program = "/usr/sbin/"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_running(pid):
    """A zombie that nobody has waited for is not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Slurm:
    """Up after start(); its commands find it by the environment."""

    def __init__(self, folder):
        self.folder = folder
        self.told_anew = 0.0
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
        for below in ("run", "state", "spool", "log"):
            (folder / below).mkdir(parents=True)
        folder.chmod(0o755)
        (folder / "run").chmod(0o755)
        (folder / "munge.key").write_bytes(os.urandom(1024))
        (folder / "munge.key").chmod(0o400)
        host = self.host = socket.gethostname().split(".")[0]
        user = pwd.getpwuid(os.getuid()).pw_name
        memory = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20 * 0.9)
        (folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        (folder / "slurm.conf").write_text(f"""
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/run/munge.sock
SlurmctldPort={free_port()}
SlurmctldPidFile={folder}/run/slurmctld.pid
SlurmdPidFile={folder}/run/slurmd.pid
SlurmdSpoolDir={folder}/spool
StateSaveLocation={folder}/state
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,bf_interval=2,batch_sched_delay=0,default_queue_depth=1000
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/log/jobcomp.txt
ReturnToService=2
MinJobAge=3600
KillWait=5
NodeName={host} NodeAddr=127.0.0.1 Port={free_port()} CPUs=2 RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE DefaultTime=10 State=UP
""")

    def start(self):
        run = self.folder / "run"
        subprocess.run([program + "munged", "--force", f"--key-file={self.folder}/munge.key",
                        f"--socket={run}/munge.sock", f"--pid-file={run}/munged.pid",
                        f"--log-file={self.folder}/log/munged.log", f"--seed-file={self.folder}/state/seed"],
                       check=True, capture_output=True)
        self.start_controller("-c")
        subprocess.run([program + "slurmd", "-c"], check=True, env=self.environment, capture_output=True)
        self.wait_for(lambda: self.ask("sinfo", "-h", "-o", "%T").strip() == "idle", 30)

    def start_controller(self, *options):
        subprocess.run([program + "slurmctld", *options], check=True, env=self.environment, capture_output=True)

    def pid(self, daemon):
        return int((self.folder / "run" / f"{daemon}.pid").read_text())

    def kill_controller(self):
        pid = self.pid("slurmctld")
        os.kill(pid, signal.SIGKILL)
        self.wait_for(lambda: not is_running(pid), 30)

    def stop(self):
        for file in (self.folder / "run").glob("*.pid"):
            try:
                os.kill(int(file.read_text()), signal.SIGTERM)
            except (OSError, ValueError):
                continue
        self.wait_for(lambda: not any(is_running(f.read_text().strip()) for f in (self.folder / "run").glob("*.pid")),
                      30)

    def ask(self, *command):
        process = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return process.stdout

    def state(self, job):
        """PENDING, RUNNING, COMPLETED ... of a job, or of all elements of an array."""
        told = self.ask("scontrol", "show", "job", job, "--oneliner")
        return [word.split("=")[1] for word in told.split() if word.startswith("JobState=")]

    def wait_for_end(self, job, seconds=120, heal=False):
        """heal: do what an administrator does after a crash, when Slurm has drained a node over jobs it forgot."""
        over = ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL")

        def is_over():
            if heal:
                self.heal(job)
            states = self.state(job)
            return states and all(state in over for state in states)

        self.wait_for(is_over, seconds)
        return self.state(job)

    def heal(self, job):
        # A job that ended while the controller was dead is missed only when the node tells anew what runs on it, which it
        # does of itself in minutes.
        if time.monotonic() > self.told_anew + 12:
            self.ask("scontrol", "reconfigure")
            self.told_anew = time.monotonic()
        if "drain" in self.ask("sinfo", "-h", "-o", "%T"):
            self.ask("scontrol", "update", f"nodename={self.host}", "state=resume")
        reasons = self.ask("squeue", "-h", "-o", "%r")
        if "held" in reasons.lower():
            self.ask("scontrol", "release", job)
        if "BeginTime" in reasons:  # of a requeued job, two minutes off
            self.ask("scontrol", "update", f"jobid={job}", "StartTime=now")

    def wait_for_saved_state(self):
        """What was submitted until now survives the controller."""
        now = time.time()
        saved = self.folder / "state/job_state"
        self.wait_for(lambda: saved.exists() and saved.stat().st_mtime > now, 30)

    def wait_for(self, what, seconds):
        until = time.monotonic() + seconds
        while not what():
            if time.monotonic() > until:
                logs = "".join(f"\n== {f}\n{f.read_text()[-3000:]}" for f in (self.folder / "log").glob("*.log"))
                raise TimeoutError("it did not come about" + logs)
            time.sleep(0.2)
