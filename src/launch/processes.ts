import { spawn, type ChildProcess } from "node:child_process"
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { readJson, writeJson } from "./json-file"
import { commandLine } from "./machine"
import { Obstacle } from "./obstacle"
import type { Project } from "./project"

export interface Command {
  /** Names the log file and the process in messages. */
  name: string
  command: string
  args: string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
  /** Shows its output here instead of writing it to a log. */
  live?: boolean
  /** Stands in its command line; its first argument when left out. */
  needle?: string
  /** How to ask it to end in good order; a SIGTERM to it and its children when left out. */
  stop?: StopRequest
}

export interface StopRequest {
  signal: NodeJS.Signals
  /** To it alone: a database's own children take its signal for something else. */
  alone: boolean
}

export interface ManagedProcess {
  name: string
  pid: number
  log: string
  over(): boolean
  /** Resolves when it has ended, however. */
  ended: Promise<{ code: number | null }>
  stop(): Promise<void>
}

const stopSchema = z.object({ signal: z.enum(["SIGTERM", "SIGINT"]), alone: z.boolean() })

/** `needle` stands in the command line, so that a reused process id is not mistaken for ours. */
const recordSchema = z.object({
  owner: z.number(),
  started: z.array(z.object({ pid: z.number(), needle: z.string(), stop: stopSchema })),
})

/** Stands in the command line of every command of ours. */
const ownNeedle = "bootstrap.mjs"

const politely: StopRequest = { signal: "SIGTERM", alone: false }

/** How long a process may take to end in good order before it is killed. */
const graceMs = 30_000

/**
 * The processes we start. Each gets a session of its own, so that Ctrl-C reaches us alone and we can end them in order: a
 * database must outlive the server that writes to it. Their output goes to `.data/logs`.
 */
export class Processes {
  private readonly alive = new Map<
    ManagedProcess,
    { child: ChildProcess; needle: string; stop: StopRequest }
  >()

  private readonly file: string

  private constructor(
    private readonly project: Project,
    private readonly name: string,
  ) {
    this.file = project.processes(name)
  }

  /**
   * Makes this run the only one of its command, and ends what an earlier one left running, for instance because it was
   * killed.
   */
  static async claim(project: Project, command: string): Promise<Processes> {
    mkdirSync(project.logs, { recursive: true })
    const claimed = new Processes(project, command)
    await claimed.succeed()
    process.once("exit", () => claimed.killAll())
    return claimed
  }

  /** Runs to the end. Rejects with the last words of its log when it fails. */
  async run(command: Command): Promise<void> {
    const running = await this.start(command)
    const { code } = await running.ended
    if (code !== 0) throw this.failure(running, `${command.name} failed`)
  }

  async start(command: Command): Promise<ManagedProcess> {
    const log = path.join(this.project.logs, `${command.name}.log`)
    const output = openSync(log, "w")
    const child = spawn(command.command, command.args, {
      cwd: command.cwd ?? this.project.root,
      env: command.env ?? process.env,
      detached: true,
      stdio: command.live ? ["ignore", "inherit", "inherit"] : ["ignore", output, output],
      ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
    })
    closeSync(output)
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject))
    const stop = command.stop ?? politely
    const ended = new Promise<{ code: number | null }>((resolve) => {
      child.once("exit", (code) => {
        this.alive.delete(managed)
        this.record()
        resolve({ code })
      })
    })
    const over = () => child.exitCode !== null || child.signalCode !== null
    // A spawned child has an id.
    const pid = child.pid ?? 0
    const managed = { name: command.name, pid, log, over, ended, stop: () => end(child, ended, stop) }
    this.alive.set(managed, { child, needle: command.needle ?? command.args[0] ?? command.command, stop })
    this.record()
    return managed
  }

  failure(from: ManagedProcess, sentence: string): Obstacle {
    return new Obstacle(
      `${tail(from.log)}\n\n${sentence}; its last words are above, the whole log is ${from.log}.`,
    )
  }

  /** Ends everything, the youngest first: what was started later leans on what was started before. */
  async stopAll(): Promise<void> {
    for (const managed of [...this.alive.keys()].reverse()) await managed.stop()
  }

  private async succeed(): Promise<void> {
    const before = readJson(this.file, recordSchema)
    if (before !== undefined && before.owner !== process.pid) {
      if (commandLine(before.owner)?.includes(ownNeedle)) {
        throw new Obstacle(
          `"npm ${this.name}" is already running in this folder (process ${before.owner}): use that one, or stop it first.`,
        )
      }
      const left = before.started.filter(({ pid, needle }) => commandLine(pid)?.includes(needle))
      for (const { pid, stop } of left.reverse()) await endStranger(pid, stop)
    }
    this.record()
  }

  private record(): void {
    const started = [...this.alive.values()].flatMap(({ child, needle, stop }) =>
      child.pid === undefined ? [] : [{ pid: child.pid, needle, stop }],
    )
    writeJson(this.file, { owner: process.pid, started })
  }

  private killAll(): void {
    for (const { child, stop } of this.alive.values()) if (child.pid !== undefined) request(child.pid, stop)
    if (this.alive.size === 0) rmSync(this.file, { force: true })
  }
}

const forcibly: StopRequest = { signal: "SIGKILL", alone: false }

async function end(child: ChildProcess, ended: Promise<unknown>, stop: StopRequest): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const { pid } = child
  request(pid, stop)
  const patience = new AbortController()
  const kill = sleep(graceMs, undefined, { signal: patience.signal }).then(
    () => request(pid, forcibly),
    () => undefined,
  )
  await Promise.race([ended, kill])
  patience.abort()
}

/** Not our child, so its end can only be looked for. */
async function endStranger(pid: number, stop: StopRequest): Promise<void> {
  request(pid, stop)
  const deadline = Date.now() + graceMs
  while (commandLine(pid) !== undefined && Date.now() < deadline) await sleep(100)
  if (commandLine(pid) !== undefined) request(pid, forcibly)
}

function request(pid: number, { signal, alone }: StopRequest): void {
  try {
    process.kill(alone ? pid : -pid, signal)
  } catch {
    // It has ended in the meantime, which is what we wanted.
  }
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n")
}
